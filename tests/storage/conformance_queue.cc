#include <gmock/gmock.h>

#include <future>
#include <latch>

#include "conformance.h"
#include "storage/tables/all.h"

namespace midstance::storage::testing {
namespace {

using midstance::v1::CheckIn;

class Queue : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    for (const char* id : {"p1", "p2", "p3"}) ASSERT_TRUE(Insert(store(), APatient(id)).ok());
  }

  WriteUnit CheckInUnit(const std::string& patient, const std::string& id) {
    auto unit = Decide(store(), kClinic, [&](Writer& w) {
      CheckIn check_in = ACheckIn(patient, "c1", id);
      return w.Insert(check_in, kNow);
    });
    EXPECT_TRUE(unit.ok()) << unit.status();
    return *std::move(unit);
  }

  bool Has(const std::string& patient, const std::string& id) {
    return Get<CheckIn>(store(), "patients/" + patient + "/cases/c1/checkIns/" + id).ok();
  }
};

TEST_P(Queue, AFullQueueRefusesAtOnceAndKeepsRoomForWhatIsShedLast) {
  std::latch go(1);
  std::latch holding(1);
  Submission hold;
  hold.clinic = kClinic;
  hold.decide = [&](const Reader&) -> absl::StatusOr<WriteUnit> {
    holding.count_down();
    go.wait();
    return absl::CancelledError("");
  };
  ASSERT_TRUE(store().Submit(std::move(hold)).ok());
  holding.wait();
  const auto submit = [&](bool shed_last) {
    Submission submission;
    submission.clinic = kClinic;
    submission.shed_last = shed_last;
    submission.decide = [](const Reader&) -> absl::StatusOr<WriteUnit> {
      return absl::CancelledError("");
    };
    return store().Submit(std::move(submission));
  };
  int taken = 0;
  absl::Status refused = submit(false);
  for (; refused.ok(); refused = submit(false)) ++taken;
  EXPECT_EQ(ReasonOf(refused), midstance::v1::ERROR_REASON_OVERLOADED);
  int taken_last = 0;
  for (refused = submit(true); refused.ok(); refused = submit(true)) ++taken_last;
  EXPECT_EQ(ReasonOf(refused), midstance::v1::ERROR_REASON_OVERLOADED);
  EXPECT_GT(taken, 0);
  EXPECT_GT(taken_last, 0);
  go.count_down();
  store().Drain();  // the writer still looks at the latches
}

TEST_P(Queue, DrainCommitsWhatWaitsAndThenRefuses) {
  std::promise<Outcome> told;
  Submission submission;
  submission.unit = CheckInUnit("p1", "a");
  submission.clinic = kClinic;
  submission.done = [&told](Outcome outcome) { told.set_value(std::move(outcome)); };
  ASSERT_TRUE(store().Submit(std::move(submission)).ok());
  store().Drain();
  EXPECT_TRUE(told.get_future().get().status.ok());
  EXPECT_TRUE(Has("p1", "a"));
  EXPECT_EQ(ReasonOf(Insert(store(), ACheckIn("p1", "c1", "b")).status()),
            midstance::v1::ERROR_REASON_DRAINING);
  store().Drain();
}

TEST_P(Queue, BatchesAreCounted) {
  const StoreStats before = store().Stats();
  std::vector<WriteUnit> units;
  units.push_back(CheckInUnit("p1", "a"));
  units.push_back(CheckInUnit("p2", "a"));
  units.push_back(CheckInUnit("p2", "b"));
  SubmitTogether(store(), std::move(units));
  // The counts of a batch are complete before the next one begins.
  ASSERT_TRUE(Insert(store(), ACheckIn("p3", "c1", "z")).ok());
  const StoreStats after = store().Stats();
  EXPECT_EQ(after.units - before.units, 3U);
  EXPECT_EQ(after.batches - before.batches, 2U);
  EXPECT_GE(after.refused - before.refused, 1U);
  EXPECT_EQ(after.batch_sizes[BatchSizeBucket(2)] - before.batch_sizes[BatchSizeBucket(2)], 1U);
}

INSTANTIATE_TEST_SUITE_P(Store, Queue, ::testing::ValuesIn(Factories()), NameOfFactory);

}  // namespace
}  // namespace midstance::storage::testing
