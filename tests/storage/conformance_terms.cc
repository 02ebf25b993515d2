#include <gmock/gmock.h>

#include <future>
#include <latch>
#include <thread>

#include "conformance.h"
#include "storage/tables/patient_terms.h"
#include "storage/tables/patients.h"

namespace midstance::storage::testing {
namespace {

using midstance::v1::Patient;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Terms : public StoreContract {
 protected:
  static Patient Named(const std::string& id, const std::string& family) {
    Patient patient = APatient(id);
    patient.set_family_name(family);
    return patient;
  }
  static Patient WithNumber(const std::string& id, const std::string& value) {
    Patient patient = APatient(id);
    patient.add_identifiers()->set_system("insurance");
    patient.mutable_identifiers(0)->set_value(value);
    return patient;
  }
  std::vector<std::string> Find(const std::string& name, bool beginning = true, int limit = 50,
                                const std::string& clinic = kClinic) {
    return FindIn(
        clinic,
        {.term = PatientTerm(PatientKey::kName, {}, name), .beginning = beginning, .limit = limit});
  }
  std::vector<std::string> FindAfter(const std::string& name, const std::string& after) {
    return FindIn(kClinic, {.term = PatientTerm(PatientKey::kName, {}, name),
                            .beginning = true,
                            .after = PatientTerm(PatientKey::kName, {}, after)});
  }
  std::vector<std::string> FindIn(const std::string& clinic, const TermQuery& query) {
    std::vector<std::string> names;
    const absl::Status read = store().Read(clinic, [&](const Reader& reader) -> absl::Status {
      auto hits = reader.FindByTerm<Patient>(query);
      if (!hits.ok()) return hits.status();
      for (const auto& hit : *hits) names.push_back(hit.name);
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return names;
  }
  absl::Status Change(const std::string& id, const std::function<void(Patient&)>& change) {
    Patient patient = *Get<Patient>(store(), "patients/" + id);
    change(patient);
    return Write(store(), kClinic, [&](Writer& w) { return w.Update(patient, kNow); }).status();
  }
};

TEST_P(Terms, FindRowsWholeAndByTheirBeginningInOrder) {
  ASSERT_TRUE(Insert(store(), Named("p1", "Müller")).ok());
  ASSERT_TRUE(Insert(store(), Named("p2", "Mueller-Berg")).ok());
  ASSERT_TRUE(Insert(store(), Named("p3", "Moser")).ok());
  EXPECT_THAT(Find("mul"), ElementsAre("patients/p1", "patients/p2"));
  EXPECT_THAT(Find("m"), ElementsAre("patients/p3", "patients/p1", "patients/p2"));
  EXPECT_THAT(Find("m", true, 1), ElementsAre("patients/p3"));
  EXPECT_THAT(Find("muller ada", false), ElementsAre("patients/p1"));
  EXPECT_THAT(Find("mul", false), IsEmpty());
  EXPECT_THAT(Find("zz"), IsEmpty());
  EXPECT_THAT(FindAfter("m", "moser ada"), ElementsAre("patients/p1", "patients/p2"));
  EXPECT_THAT(FindAfter("m", "muller ada"), ElementsAre("patients/p2"));
  EXPECT_THAT(Find("mul", true, 50, "clinic-b"), IsEmpty());
  EXPECT_THAT(Find(std::string("m\0", 2)), IsEmpty());
}

TEST_P(Terms, FollowEveryWriteOfTheirRow) {
  ASSERT_TRUE(Insert(store(), Named("p1", "Müller")).ok());
  ASSERT_TRUE(Change("p1", [](Patient& patient) { patient.set_family_name("Oberhuber"); }).ok());
  EXPECT_THAT(Find("muller"), IsEmpty());
  EXPECT_THAT(Find("oberhuber"), ElementsAre("patients/p1"));
  Patient patient = *Get<Patient>(store(), "patients/p1");
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Delete(patient, kNow); }).ok());
  EXPECT_THAT(Find("oberhuber"), IsEmpty());
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Undelete(patient, kNow); }).ok());
  EXPECT_THAT(Find("oberhuber"), ElementsAre("patients/p1"));
}

TEST_P(Terms, OfAUnitThatIsRefusedAreNotKept) {
  ASSERT_TRUE(Insert(store(), WithNumber("p1", "TK 1")).ok());
  const auto refused = Write(store(), kClinic, [](Writer& w) -> absl::Status {
    Patient first = Named("p2", "Oberhuber");
    MIDSTANCE_RETURN_IF_ERROR(w.Insert(first, kNow));
    Patient second = WithNumber("p3", "TK 1");
    return w.Insert(second, kNow);
  });
  EXPECT_EQ(ReasonOf(refused.status()), midstance::v1::ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_THAT(Find("oberhuber"), IsEmpty());
  EXPECT_FALSE(Get<Patient>(store(), "patients/p2").ok());
}

TEST_P(Terms, ThatOnlyOneMayHaveNameTheFieldWhenTheyAreTaken) {
  ASSERT_TRUE(Insert(store(), WithNumber("p1", "TK 1")).ok());
  const auto taken = Insert(store(), WithNumber("p2", "tk1"));
  EXPECT_EQ(ReasonOf(taken.status()), midstance::v1::ERROR_REASON_RESOURCE_EXISTS);
  const auto fields = BadRequestOf(taken.status());
  ASSERT_TRUE(fields.has_value());
  EXPECT_EQ(fields->field_violations(0).field(), "patient.identifiers[0]");
  EXPECT_TRUE(Write(store(), "clinic-b", [](Writer& w) {
                Patient elsewhere = WithNumber("p2", "TK 1");
                return w.Insert(elsewhere, kNow);
              }).ok());
  // Given up by one, free for another; a row may keep its own.
  ASSERT_TRUE(Change("p1", [](Patient& patient) { patient.set_goal("run"); }).ok());
  ASSERT_TRUE(Change("p1", [](Patient& patient) { patient.clear_identifiers(); }).ok());
  EXPECT_TRUE(Insert(store(), WithNumber("p2", "TK 1")).ok());
}

TEST_P(Terms, OfAMergedRecordAreFreeForTheOneThatTakesThemInTheSameUnit) {
  ASSERT_TRUE(Insert(store(), WithNumber("p1", "TK 1")).ok());
  ASSERT_TRUE(Insert(store(), APatient("p2")).ok());
  EXPECT_TRUE(Write(store(), kClinic, [](Writer& w) -> absl::Status {
                MIDSTANCE_ASSIGN_OR_RETURN(Patient source, w.Get<Patient>("patients/p1"));
                MIDSTANCE_ASSIGN_OR_RETURN(Patient target, w.Get<Patient>("patients/p2"));
                *target.mutable_identifiers() = source.identifiers();
                source.set_merged_into(target.name());
                MIDSTANCE_RETURN_IF_ERROR(w.Update(source, kNow));
                return w.Update(target, kNow);
              }).ok());
}

// All decide on a snapshot in which the number is free, and race to the writer.
TEST_P(Terms, ThatOnlyOneMayHaveAreGivenToOneOf64WhoWantThemAtOnce) {
  constexpr int kThreads = 64;
  std::latch decided(kThreads);
  std::vector<std::promise<Outcome>> outcomes(kThreads);
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      auto unit = Decide(store(), kClinic, [i](Writer& w) {
        Patient patient = WithNumber("p" + std::to_string(i), "TK 1");
        return w.Insert(patient, kNow);
      });
      decided.arrive_and_wait();
      Submission submission;
      submission.clinic = kClinic;
      if (unit.ok()) submission.unit = *std::move(unit);
      submission.shed_last = true;
      submission.done = [&outcomes, i](Outcome outcome) {
        outcomes[static_cast<std::size_t>(i)].set_value(std::move(outcome));
      };
      EXPECT_TRUE(store().Submit(std::move(submission)).ok());
    });
  }
  for (auto& thread : threads) thread.join();
  int kept = 0;
  for (auto& outcome : outcomes) {
    const Outcome ended = outcome.get_future().get();
    if (ended.status.ok()) {
      ++kept;
    } else {
      EXPECT_EQ(ReasonOf(ended.status), midstance::v1::ERROR_REASON_RESOURCE_EXISTS);
    }
  }
  EXPECT_EQ(kept, 1);
  EXPECT_EQ(Names<Patient>(store(), {}).size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Store, Terms, ::testing::ValuesIn(Factories()), NameOfFactory);

}  // namespace
}  // namespace midstance::storage::testing
