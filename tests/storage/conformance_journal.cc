#include <gmock/gmock.h>

#include "conformance.h"
#include "storage/journal.h"
#include "storage/tables/all.h"

namespace midstance::storage::testing {
namespace {

using midstance::v1::CheckIn;
using midstance::v1::Patient;

class Journal : public StoreContract {
 protected:
  absl::StatusOr<std::vector<v1::JournalEntry>> After(std::int64_t change, int limit = 100) {
    std::vector<v1::JournalEntry> entries;
    MIDSTANCE_RETURN_IF_ERROR(store().Read(kClinic, [&](const Reader& reader) -> absl::Status {
      MIDSTANCE_ASSIGN_OR_RETURN(entries, reader.JournalAfter(change, limit));
      return absl::OkStatus();
    }));
    return entries;
  }

  absl::Status Note(const std::string& record) {
    return store()
        .Write(kClinic,
               [&](const Reader& reader) -> absl::StatusOr<WriteUnit> {
                 Writer writer(reader);
                 WriteUnit unit = writer.Take();
                 unit.journal.set_record(record);
                 unit.journal.set_time_micros(MicrosOf(kNow));
                 return unit;
               })
        .status();
  }
  // More entries than one read of the verification takes, in few batches.
  void NoteMany(int count) {
    for (int done = 0; done < count; done += 100) {
      std::vector<WriteUnit> units(100);
      for (int i = 0; i < 100; ++i) {
        units[static_cast<std::size_t>(i)].clinic = kClinic;
        units[static_cast<std::size_t>(i)].journal.set_record("n" + std::to_string(done + i));
      }
      for (const Outcome& outcome : SubmitTogether(store(), std::move(units))) {
        ASSERT_TRUE(outcome.status.ok()) << outcome.status;
      }
    }
  }
};

TEST_P(Journal, TheStoreKnowsEveryClinicThatWasWritten) {
  ASSERT_TRUE(Note("a").ok());
  ASSERT_TRUE(Note("b").ok());
  const auto clinics = store().Clinics();
  ASSERT_TRUE(clinics.ok()) << clinics.status();
  EXPECT_THAT(*clinics, ::testing::ElementsAre(kClinic));
}

TEST_P(Journal, EveryWriteTellsWhatItChanged) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  Patient patient = *Get<Patient>(store(), "patients/p1");
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) -> absl::Status {
                MIDSTANCE_RETURN_IF_ERROR(w.Delete(patient, kNow));
                CheckIn check_in = ACheckIn("p1", "c1", "a");
                return w.Insert(check_in, kNow);
              }).ok());
  const auto entries = After(1);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->size(), 1U);
  const v1::JournalEntry& entry = entries->front();
  EXPECT_EQ(entry.change(), 2);
  ASSERT_EQ(entry.resources_size(), 2);
  EXPECT_EQ(entry.resources(0).type(), "midstance.v1/Patient");
  EXPECT_EQ(entry.resources(0).name(), "patients/p1");
  EXPECT_EQ(entry.resources(0).kind(), v1::ChangedResource::KIND_DELETED);
  EXPECT_EQ(entry.resources(0).version(), 2);
  EXPECT_EQ(entry.resources(1).kind(), v1::ChangedResource::KIND_CREATED);
}

TEST_P(Journal, ARecordAloneIsAnEntry) {
  ASSERT_TRUE(Note("denied").ok());
  const auto entries = After(0);
  ASSERT_EQ(entries->size(), 1U);
  EXPECT_EQ(entries->front().record(), "denied");
  EXPECT_EQ(entries->front().time_micros(), MicrosOf(kNow));
  EXPECT_EQ(entries->front().digest(), ChainDigest(FirstDigest(), 1, "denied"));
}

TEST_P(Journal, NothingToWriteLeavesNoEntry) {
  ASSERT_TRUE(Note("first").ok());
  ASSERT_TRUE(Write(store(), kClinic, [](Writer&) { return absl::OkStatus(); }).ok());
  EXPECT_EQ(After(0)->size(), 1U);
}

TEST_P(Journal, PagesComeInCommitOrder) {
  for (int i = 1; i <= 5; ++i) ASSERT_TRUE(Note("n" + std::to_string(i)).ok());
  const auto page = After(2, 2);
  ASSERT_EQ(page->size(), 2U);
  EXPECT_EQ((*page)[0].change(), 3);
  EXPECT_EQ((*page)[1].change(), 4);
  EXPECT_TRUE(After(5)->empty());
}

TEST_P(Journal, TheChainVerifiesAcrossClinicsAndBatches) {
  NoteMany(1200);
  ASSERT_TRUE(Write(store(), "clinic-b", [](Writer& w) {
                Patient patient = APatient("p1");
                return w.Insert(patient, kNow);
              }).ok());
  const auto verdict = VerifyJournal(store(), kClinic);
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->entries, 1200);
  EXPECT_FALSE(verdict->first_bad.has_value());
  EXPECT_EQ(VerifyJournal(store(), "clinic-b")->entries, 1);
  EXPECT_EQ(VerifyJournal(store(), "clinic-none")->entries, 0);
}

INSTANTIATE_TEST_SUITE_P(Store, Journal, ::testing::ValuesIn(Factories()), NameOfFactory);

}  // namespace
}  // namespace midstance::storage::testing
