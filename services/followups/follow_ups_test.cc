#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/followups/fixture.h"

namespace midstance::followups {
namespace {

using options::v1::ROLE_CLINICIAN;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class FollowUps : public ::testing::Test {
 protected:
  FollowUps() {
    v1::Patient patient;
    patient.set_name("patients/p1");
    patient.add_care_team("users/anna");
    tester_.Put(patient);
    v1::Case of;
    of.set_name(kCase);
    of.set_state(v1::Case::STATE_OPEN);
    of_ = tester_.Put(of);
  }
  v1::CreateFollowUpRequest Create(Instant due) const {
    v1::CreateFollowUpRequest request;
    request.set_parent(kCase);
    request.mutable_follow_up()->set_title("Ask how the knee is");
    request.mutable_follow_up()->set_kind(v1::FollowUp::KIND_CALL);
    *request.mutable_follow_up()->mutable_due_time() = TimestampOf(due);
    return request;
  }
  v1::FollowUp Plan(Instant due) {
    const auto planned = tester_.Run(CreateFollowUp{calendar_}, anna_, Create(due));
    EXPECT_TRUE(planned.ok()) << planned.status();
    return *planned;
  }
  absl::StatusOr<v1::FollowUp> Complete(const v1::FollowUp& follow_up) {
    v1::CompleteFollowUpRequest request;
    request.set_name(follow_up.name());
    request.set_etag(follow_up.etag());
    request.set_outcome_note("better");
    return tester_.Run(CompleteFollowUp{calendar_, schedule_}, anna_, request);
  }
  absl::StatusOr<v1::ListFollowUpsResponse> List(const std::string& filter) {
    v1::ListFollowUpsRequest request;
    request.set_parent("patients/-/cases/-");
    request.set_filter(filter);
    return tester_.Run(ListFollowUps{tester_.sealer()}, anna_, request);
  }

  rpc::VerbTester tester_;
  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  const config::v1::FollowUpSchedule schedule_ = *ShippedSchedule();
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
  v1::Case of_;
};

TEST_F(FollowUps, APlannedOneIsScheduledAndItsPlannersToDo) {
  const auto planned = Plan(tester_.now + hours{24});
  EXPECT_EQ(planned.state(), v1::FollowUp::STATE_SCHEDULED);
  EXPECT_EQ(planned.assignee(), "users/anna");
}

TEST_F(FollowUps, OneIsOverdueOnceItsDueTimeHasPassedWithoutAnyWrite) {
  const auto planned = Plan(tester_.now + hours{24});
  v1::GetFollowUpRequest request;
  request.set_name(planned.name());
  tester_.now += hours{24};
  EXPECT_EQ(tester_.Run(GetFollowUp, anna_, request)->state(), v1::FollowUp::STATE_SCHEDULED);
  tester_.now += std::chrono::microseconds{1};
  const auto late = tester_.Run(GetFollowUp, anna_, request);
  EXPECT_EQ(late->state(), v1::FollowUp::STATE_OVERDUE);
  EXPECT_EQ(late->etag(), planned.etag());
  EXPECT_EQ(List("")->follow_ups(0).state(), v1::FollowUp::STATE_OVERDUE);
}

TEST_F(FollowUps, AFilterFindsTheOverdueOnesByTheirStoredState) {
  const auto late = Plan(tester_.now + hours{1});
  Plan(tester_.now + hours{100});
  ASSERT_TRUE(Complete(Plan(tester_.now + hours{2})).ok());
  tester_.now += hours{24};
  const auto found = List("state = STATE_SCHEDULED AND due_time < \"2025-03-02T09:00:00Z\"");
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_THAT(found->follow_ups(), SizeIs(1));
  EXPECT_EQ(found->follow_ups(0).name(), late.name());
}

TEST_F(FollowUps, TheListIsInOrderOfDueTime) {
  const auto third = Plan(tester_.now + hours{30});
  const auto first = Plan(tester_.now + hours{10});
  const auto second = Plan(tester_.now + hours{20});
  std::vector<std::string> names;
  const auto page = List("");
  for (const auto& item : page->follow_ups()) names.push_back(item.name());
  EXPECT_THAT(names, ElementsAre(first.name(), second.name(), third.name()));
}

TEST_F(FollowUps, AnOverdueOneCanBeCompletedAndThenNothingMore) {
  const auto planned = Plan(tester_.now + hours{1});
  tester_.now += hours{2};
  const auto done = Complete(planned);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->state(), v1::FollowUp::STATE_COMPLETED);
  EXPECT_EQ(done->outcome_note(), "better");
  EXPECT_EQ(InstantOf(done->end_time()), tester_.now);
  EXPECT_EQ(ReasonOf(Complete(*done).status()), v1::ERROR_REASON_STATE_FORBIDS);
  v1::CancelFollowUpRequest cancel;
  cancel.set_name(done->name());
  cancel.set_etag(done->etag());
  EXPECT_EQ(ReasonOf(tester_.Run(CancelFollowUp{calendar_}, anna_, cancel).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(FollowUps, ARescheduledOneIsNoLongerOverdue) {
  const auto planned = Plan(tester_.now + hours{1});
  tester_.now += hours{2};
  v1::RescheduleFollowUpRequest request;
  request.set_name(planned.name());
  request.set_etag(planned.etag());
  request.set_reason("she was away");
  *request.mutable_due_time() = TimestampOf(tester_.now + hours{1});
  const auto moved = tester_.Run(RescheduleFollowUp{calendar_}, anna_, request);
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->state(), v1::FollowUp::STATE_SCHEDULED);
  EXPECT_EQ(moved->change_reason(), "she was away");
}

TEST_F(FollowUps, ACancelledOneKeepsItsReason) {
  const auto planned = Plan(tester_.now + hours{1});
  v1::CancelFollowUpRequest request;
  request.set_name(planned.name());
  request.set_etag(planned.etag());
  request.set_reason("moved away");
  const auto cancelled = tester_.Run(CancelFollowUp{calendar_}, anna_, request);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->state(), v1::FollowUp::STATE_CANCELLED);
  EXPECT_EQ(cancelled->change_reason(), "moved away");
}

TEST_F(FollowUps, TheDueTimeMovesByReschedulingOnly) {
  v1::UpdateFollowUpRequest request;
  *request.mutable_follow_up() = Plan(tester_.now + hours{1});
  request.mutable_update_mask()->add_paths("due_time");
  EXPECT_EQ(ReasonOf(tester_.Run(UpdateFollowUp{calendar_}, anna_, request).status()),
            v1::ERROR_REASON_MASK_INVALID);
  request.mutable_update_mask()->set_paths(0, "title");
  request.mutable_follow_up()->set_title("Write to her");
  EXPECT_EQ(tester_.Run(UpdateFollowUp{calendar_}, anna_, request)->title(), "Write to her");
}

TEST_F(FollowUps, TheEscalationIsOneOfTheSameCase) {
  v1::Escalation escalation;
  escalation.set_name("patients/p1/cases/c1/escalations/e1");
  escalation.set_state(v1::Escalation::STATE_OPEN);
  tester_.Put(escalation);
  auto request = Create(tester_.now);
  request.mutable_follow_up()->set_escalation(escalation.name());
  EXPECT_TRUE(tester_.Run(CreateFollowUp{calendar_}, anna_, request).ok());
  for (const char* wrong :
       {"patients/p1/cases/c2/escalations/e1", "patients/p1/cases/c1/escalations/e2"}) {
    request.mutable_follow_up()->set_escalation(wrong);
    EXPECT_EQ(ReasonOf(tester_.Run(CreateFollowUp{calendar_}, anna_, request).status()),
              v1::ERROR_REASON_FIELD_INVALID);
  }
}

TEST_F(FollowUps, AnEndedCaseTakesNone) {
  of_.set_state(v1::Case::STATE_DISCHARGED);
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(of_, tester_.now); }).ok());
  EXPECT_EQ(ReasonOf(tester_.Run(CreateFollowUp{calendar_}, anna_, Create(tester_.now)).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

}  // namespace
}  // namespace midstance::followups
