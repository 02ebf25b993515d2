#include "services/followups/fixture.h"

namespace midstance::followups {
namespace {

using v1::FollowUp;

// Where a follow-up stands, and whether it may be changed there.
struct StateRow {
  FollowUp::State state;
  bool open;
};

// Every state against every method that changes a follow-up.
class EveryState : public ClinicInBerlin, public ::testing::WithParamInterface<StateRow> {
 protected:
  // As the store has it.
  FollowUp Stored() {
    const FollowUp planned = PlanOn("2025-03-02");
    switch (GetParam().state) {
      case FollowUp::STATE_COMPLETED:
        return *Complete(planned);
      case FollowUp::STATE_CANCELLED:
        return *Cancel(planned);
      case FollowUp::STATE_NO_SHOW:
        return *Miss(planned);
      case FollowUp::STATE_OVERDUE:
        tester_.now += std::chrono::hours{72};
        return Read(planned.name());
      default:
        return planned;
    }
  }
  void Expect(const absl::StatusOr<FollowUp>& answer, const FollowUp& before) {
    if (GetParam().open) {
      EXPECT_TRUE(answer.ok()) << answer.status();
      return;
    }
    EXPECT_EQ(ReasonOf(answer.status()), v1::ERROR_REASON_STATE_FORBIDS);
    const auto info = ErrorInfoOf(answer.status());
    ASSERT_TRUE(info.has_value());
    EXPECT_EQ(info->metadata().at("state"), FollowUp::State_Name(GetParam().state));
    EXPECT_EQ(Read(before.name()).etag(), before.etag());
  }
};

TEST_P(EveryState, AllowsOrRefusesToComplete) {
  const auto before = Stored();
  Expect(Complete(before), before);
}

TEST_P(EveryState, AllowsOrRefusesToCancel) {
  const auto before = Stored();
  Expect(Cancel(before), before);
}

TEST_P(EveryState, AllowsOrRefusesToMarkAsMissed) {
  const auto before = Stored();
  Expect(Miss(before), before);
}

TEST_P(EveryState, AllowsOrRefusesToMove) {
  const auto before = Stored();
  auto request = ToMove(before);
  request.set_due_date("2025-04-01");
  Expect(Move(request), before);
}

TEST_P(EveryState, AllowsOrRefusesToUpdate) {
  const auto before = Stored();
  v1::UpdateFollowUpRequest request;
  *request.mutable_follow_up() = before;
  request.mutable_follow_up()->set_title("Write to her");
  request.mutable_update_mask()->add_paths("title");
  Expect(tester_.Run(UpdateFollowUp{calendar_}, anna_, request), before);
}

// Nothing vanishes: what is late or ended is listed still.
TEST_P(EveryState, StaysInTheList) {
  const auto before = Stored();
  const auto all = ListAll();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().name(), before.name());
  EXPECT_EQ(all.front().state(), GetParam().state);
}

INSTANTIATE_TEST_SUITE_P(States, EveryState,
                         ::testing::Values(StateRow{FollowUp::STATE_SCHEDULED, true},
                                           StateRow{FollowUp::STATE_OVERDUE, true},
                                           StateRow{FollowUp::STATE_COMPLETED, false},
                                           StateRow{FollowUp::STATE_CANCELLED, false},
                                           StateRow{FollowUp::STATE_NO_SHOW, false}),
                         [](const auto& param) { return FollowUp::State_Name(param.param.state); });

TEST(EveryStateOfAFollowUp, IsInTheTable) { EXPECT_EQ(FollowUp::State_ARRAYSIZE, 6); }

}  // namespace
}  // namespace midstance::followups
