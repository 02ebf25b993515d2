#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/referral.pb.h"
#include "midstance/v1/running_plan.pb.h"
#include "services/cases/verbs.h"
#include "services/followups/end_with_case.h"
#include "services/programs/end_with_case.h"
#include "services/rpc/verb_testing.h"
#include "services/running/end_with_case.h"

namespace midstance::cases {
namespace {

using ::testing::Contains;
using v1::FollowUp;

constexpr char kOf[] = "patients/p1/cases/c1";

// A case in program with one of everything open, and a neighbour that nothing may happen to.
class EndOfAnEpisode : public ::testing::TestWithParam<std::string> {
 protected:
  EndOfAnEpisode() {
    v1::Patient patient;
    patient.set_name("patients/p1");
    patient.add_care_team("users/anna");
    tester_.Put(patient);
    v1::Case of;
    of.set_name(kOf);
    of.set_state(v1::Case::STATE_IN_PROGRAM);
    of_ = tester_.Put(of);
    of.set_name(std::string(kOf) + "2");
    tester_.Put(of);
    for (const std::string& name : {std::string(kOf), std::string(kOf) + "2"}) Furnish(name);
    tester_.now += std::chrono::hours{24 * 40};
  }

  void Furnish(const std::string& name) {
    FollowUp call;
    call.set_name(name + "/followUps/call");
    call.set_state(FollowUp::STATE_SCHEDULED);
    call.set_kind(FollowUp::KIND_CALL);
    *call.mutable_due_time() = TimestampOf(tester_.now);
    *call.mutable_next_reminder_time() = TimestampOf(tester_.now);
    call.mutable_recurrence()->set_every(1);
    call.mutable_recurrence()->set_unit(FollowUp::Recurrence::UNIT_WEEK);
    tester_.Put(call);
    auto asks = call;
    asks.clear_recurrence();
    asks.set_name(name + "/followUps/asks");
    asks.set_kind(FollowUp::KIND_CHECK_REFERRAL);
    tester_.Put(asks);
    auto of_flag = call;
    of_flag.set_name(name + "/followUps/flag");
    of_flag.set_escalation(name + "/escalations/e1");
    tester_.Put(of_flag);
    auto done = call;
    done.set_name(name + "/followUps/done");
    done.set_state(FollowUp::STATE_COMPLETED);
    tester_.Put(done);
    v1::RunningPlan plan;
    plan.set_name(name + "/runningPlans/r1");
    plan.set_state(v1::RunningPlan::STATE_ACTIVE);
    tester_.Put(plan);
    v1::Enrollment home;
    home.set_name(name + "/enrollments/h1");
    home.set_state(v1::Enrollment::STATE_ACTIVE);
    home.set_start_date("2025-03-01");
    *home.mutable_state_time() = TimestampOf(tester_.now);
    tester_.Put(home);
    v1::Referral referral;
    referral.set_name(name + "/referrals/f1");
    referral.set_state(v1::Referral::STATE_SENT);
    tester_.Put(referral);
    v1::Escalation flag;
    flag.set_name(name + "/escalations/e1");
    flag.set_state(v1::Escalation::STATE_RESOLVED);
    tester_.Put(flag);
  }
  absl::StatusOr<v1::Case> End() {
    if (GetParam() == "DischargeCase") {
      v1::DischargeCaseRequest request;
      Fill(request);
      return tester_.Run(DischargeCase{endings_}, anna_, request);
    }
    v1::CloseCaseRequest request;
    Fill(request);
    request.set_close_reason(v1::Case::CLOSE_REASON_LOST);
    return tester_.Run(CloseCase{endings_}, anna_, request);
  }
  template <class M>
  M Find(const std::string& child, const std::string& of = kOf) {
    return *tester_.Find<M>(of + "/" + child);
  }
  std::vector<std::string> Timeline() {
    v1::ListTimelineEntriesRequest request;
    request.set_parent(kOf);
    request.set_page_size(100);
    const auto page = tester_.Run(ListTimelineEntries{tester_.sealer(), calendar_}, anna_, request);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> told;
    for (const auto& entry : page->timeline_entries()) told.push_back(entry.summary());
    return told;
  }

  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  const Endings endings_{followups::EndWithCase, running::EndWithCase,
                         programs::EndWithCase{calendar_}};
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  v1::Case of_;

 private:
  template <class Request>
  void Fill(Request& request) {
    request.set_name(of_.name());
    request.set_etag(of_.etag());
    request.set_reason("goals met");
  }
};

TEST_P(EndOfAnEpisode, CancelsItsFollowUpsAndPlansNoOthers) {
  ASSERT_TRUE(End().ok());
  const auto call = Find<FollowUp>("followUps/call");
  EXPECT_EQ(call.state(), FollowUp::STATE_CANCELLED);
  EXPECT_EQ(call.change_reason(), "The episode ended");
  EXPECT_EQ(InstantOf(call.end_time()), tester_.now);
  EXPECT_FALSE(call.has_next_reminder_time());
  EXPECT_TRUE(call.next().empty());
  EXPECT_EQ(Find<FollowUp>("followUps/done").change_reason(), "");
}

TEST_P(EndOfAnEpisode, LeavesReferralsAndWhatAsksAfterThemAndAfterAFlag) {
  ASSERT_TRUE(End().ok());
  EXPECT_EQ(Find<FollowUp>("followUps/asks").state(), FollowUp::STATE_SCHEDULED);
  EXPECT_EQ(Find<FollowUp>("followUps/flag").state(), FollowUp::STATE_SCHEDULED);
  EXPECT_EQ(Find<v1::Referral>("referrals/f1").state(), v1::Referral::STATE_SENT);
}

TEST_P(EndOfAnEpisode, StopsTheHomeProgramAndEndsTheWayBackToRunning) {
  ASSERT_TRUE(End().ok());
  const auto home = Find<v1::Enrollment>("enrollments/h1");
  EXPECT_EQ(home.state(), v1::Enrollment::STATE_STOPPED);
  EXPECT_EQ(home.state_reason(), "The episode ended");
  EXPECT_EQ(home.end_date(), "2025-04-10");
  const auto plan = Find<v1::RunningPlan>("runningPlans/r1");
  EXPECT_EQ(plan.state(), v1::RunningPlan::STATE_ENDED);
  EXPECT_EQ(plan.end_reason(), "The episode ended");
  EXPECT_EQ(plan.ended_by(), "users/anna");
  EXPECT_EQ(InstantOf(plan.end_time()), tester_.now);
}

TEST_P(EndOfAnEpisode, IsToldInTheTimelineWithAllThatEndedWithIt) {
  ASSERT_TRUE(End().ok());
  const auto told = Timeline();
  EXPECT_THAT(told, Contains("Follow-up cancelled: The episode ended"));
  EXPECT_THAT(told, Contains("The home program is now stopped: The episode ended"));
  EXPECT_THAT(told, Contains("The way back to running is ended: The episode ended"));
}

TEST_P(EndOfAnEpisode, TouchesNoOtherCase) {
  ASSERT_TRUE(End().ok());
  const std::string other = std::string(kOf) + "2";
  EXPECT_EQ(Find<FollowUp>("followUps/call", other).state(), FollowUp::STATE_SCHEDULED);
  EXPECT_EQ(Find<v1::Enrollment>("enrollments/h1", other).state(), v1::Enrollment::STATE_ACTIVE);
  EXPECT_EQ(Find<v1::RunningPlan>("runningPlans/r1", other).state(), v1::RunningPlan::STATE_ACTIVE);
}

TEST_P(EndOfAnEpisode, ThatIsRefusedEndsNothing) {
  auto flag = Find<v1::Escalation>("escalations/e1");
  flag.set_state(v1::Escalation::STATE_OPEN);
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(flag, tester_.now); }).ok());
  EXPECT_EQ(ReasonOf(End().status()), v1::ERROR_REASON_OPEN_ESCALATIONS);
  EXPECT_EQ(Find<FollowUp>("followUps/call").state(), FollowUp::STATE_SCHEDULED);
  EXPECT_EQ(Find<v1::Enrollment>("enrollments/h1").state(), v1::Enrollment::STATE_ACTIVE);
  EXPECT_EQ(Find<v1::RunningPlan>("runningPlans/r1").state(), v1::RunningPlan::STATE_ACTIVE);
  EXPECT_EQ(Find<v1::Escalation>("escalations/e1").state(), v1::Escalation::STATE_OPEN);
}

INSTANTIATE_TEST_SUITE_P(Case, EndOfAnEpisode, ::testing::Values("DischargeCase", "CloseCase"),
                         [](const auto& method) { return method.param; });

}  // namespace
}  // namespace midstance::cases
