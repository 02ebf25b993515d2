#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "midstance/v1/assessment_service.pb.h"
#include "midstance/v1/case.pb.h"
#include "midstance/v1/follow_up_service.pb.h"
#include "midstance/v1/outcome_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/assessments/verbs.h"
#include "services/cases/engine/engines.h"
#include "services/followups/schedule_table.h"
#include "services/followups/verbs.h"
#include "services/measures/score_vectors.h"
#include "services/outcomes/verbs.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/compile.h"
#include "services/rules/testing.h"

namespace midstance::outcomes {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using v1::FollowUp;

constexpr char kOf[] = "patients/p1/cases/c1";

// A case in Berlin, first examined on Monday 2 March 2026, with all that its schedule plans.
class Fulfilling : public ::testing::Test {
 protected:
  Fulfilling() {
    v1::Patient patient;
    patient.set_name("patients/p1");
    patient.add_care_team("users/anna");
    tester_.Put(patient);
    v1::Case of;
    of.set_name(kOf);
    of.set_state(v1::Case::STATE_OPEN);
    of.set_clinician("users/anna");
    tester_.Put(of);
    GoTo(0);
    Examine(v1::Assessment::KIND_INITIAL);
  }

  void GoTo(int day) {
    tester_.now = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::days{day} +
                  std::chrono::hours{9};
  }
  v1::Assessment Examine(v1::Assessment::Kind kind) {
    v1::RecordAssessmentRequest request;
    request.set_parent(kOf);
    request.mutable_assessment()->set_kind(kind);
    const auto recorded =
        tester_.Run(assessments::RecordAssessment{engines_, follow_ups_}, anna_, request);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    return recorded->assessment();
  }
  v1::OutcomeScore Score() {
    v1::RecordOutcomeScoreRequest request;
    request.set_parent(kOf);
    Fill(*request.mutable_outcome_score());
    const auto recorded = tester_.Run(RecordOutcomeScore{library_, follow_ups_}, anna_, request);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    return *recorded;
  }
  absl::StatusOr<v1::OutcomeScore> Retract(const v1::OutcomeScore& score) {
    v1::RetractOutcomeScoreRequest request;
    request.set_name(score.name());
    request.set_etag(score.etag());
    request.set_reason("another patient's");
    return tester_.Run(RetractOutcomeScore{follow_ups_}, anna_, request);
  }
  static void Fill(v1::OutcomeScore& score) {
    score.set_measure("measures/lefs");
    *score.mutable_answers() =
        measures::AnswersOf({{"total", "3,3,3,3,3,3,3,3,3,3,3,3,2,2,2,2,2,1,1,1"}}, false);
  }
  void Schedule() {
    v1::ScheduleReassessmentsRequest request;
    request.set_parent(kOf);
    const auto planned =
        tester_.Run(followups::ScheduleReassessments{calendar_, schedule_}, anna_, request);
    EXPECT_TRUE(planned.ok()) << planned.status();
  }
  FollowUp OfRow(const std::string& row) {
    FollowUp found;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) {
          return reader.ForEach<FollowUp>({}, [&](const FollowUp& one) {
            if (one.schedule_row() == row) found = one;
          });
        });
    EXPECT_TRUE(read.ok()) << read;
    EXPECT_FALSE(found.name().empty()) << row;
    return found;
  }

  const schedule::ClinicCalendar calendar_ = *schedule::ClinicCalendar::Make("Europe/Berlin");
  const config::v1::FollowUpSchedule schedule_ = *followups::ShippedSchedule();
  const followups::Fulfiller follow_ups_{calendar_, schedule_};
  const measures::Library library_ = *measures::Shipped();
  cases::Engines engines_{rules::CoreInUtc()};
  const cases::RuleEngine& engine_ = *engines_.shipped();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
};

TEST_F(Fulfilling, MeasuresTakenAfterPlanningCompleteTheOnesOfTheStart) {
  Schedule();
  EXPECT_EQ(OfRow("reassess-0-weeks").state(), FollowUp::STATE_SCHEDULED);
  const auto score = Score();
  const auto done = OfRow("reassess-0-weeks");
  EXPECT_EQ(done.state(), FollowUp::STATE_COMPLETED);
  EXPECT_THAT(done.fulfilled_by(), ElementsAre(score.name()));
  EXPECT_EQ(InstantOf(done.done_time()), tester_.now);
  EXPECT_EQ(OfRow("reassess-2-4-weeks").state(), FollowUp::STATE_SCHEDULED);
}

TEST_F(Fulfilling, AReassessmentNeedsTheExaminationAndTheMeasures) {
  Schedule();
  GoTo(20);
  const auto score = Score();
  EXPECT_EQ(OfRow("reassess-2-4-weeks").state(), FollowUp::STATE_SCHEDULED);
  const auto review = Examine(v1::Assessment::KIND_REVIEW);
  const auto done = OfRow("reassess-2-4-weeks");
  EXPECT_EQ(done.state(), FollowUp::STATE_COMPLETED);
  EXPECT_THAT(done.fulfilled_by(), UnorderedElementsAre(score.name(), review.name()));
  EXPECT_EQ(OfRow("reassess-6-weeks").state(), FollowUp::STATE_SCHEDULED);
}

TEST_F(Fulfilling, ATelephoneCallIsNoReassessment) {
  Schedule();
  GoTo(20);
  Score();
  Examine(v1::Assessment::KIND_TELEPHONE);
  EXPECT_EQ(OfRow("reassess-2-4-weeks").state(), FollowUp::STATE_SCHEDULED);
}

// What is late counts until the next one's days begin; day 41 is the last of the 2 to 4 weeks.
TEST_F(Fulfilling, MeasuresCountForTheRowWhoseDaysTheyAreIn) {
  Schedule();
  GoTo(41);
  Score();
  Examine(v1::Assessment::KIND_REVIEW);
  EXPECT_EQ(OfRow("reassess-2-4-weeks").state(), FollowUp::STATE_COMPLETED);
  EXPECT_EQ(OfRow("reassess-6-weeks").state(), FollowUp::STATE_SCHEDULED);
  GoTo(42);
  Score();
  Examine(v1::Assessment::KIND_REVIEW);
  EXPECT_EQ(OfRow("reassess-6-weeks").state(), FollowUp::STATE_COMPLETED);
  EXPECT_EQ(OfRow("reassess-0-weeks").state(), FollowUp::STATE_SCHEDULED);
}

TEST_F(Fulfilling, OtherKindsAreLeftToAPerson) {
  Schedule();
  Score();
  Examine(v1::Assessment::KIND_REVIEW);
  EXPECT_EQ(OfRow("progress-report").state(), FollowUp::STATE_SCHEDULED);
  EXPECT_EQ(OfRow("certification").state(), FollowUp::STATE_SCHEDULED);
}

TEST_F(Fulfilling, WhatIsTakenBackIsToBeDoneAgain) {
  Schedule();
  const auto score = Score();
  const auto taken_back = Retract(score);
  ASSERT_TRUE(taken_back.ok()) << taken_back.status();
  const auto again = OfRow("reassess-0-weeks");
  EXPECT_EQ(again.state(), FollowUp::STATE_SCHEDULED);
  EXPECT_THAT(again.fulfilled_by(), IsEmpty());
  EXPECT_FALSE(again.has_done_time());
  EXPECT_FALSE(again.has_end_time());
}

TEST_F(Fulfilling, AnotherRecordTakesThePlaceOfOneThatIsTakenBack) {
  Schedule();
  const auto first = Score();
  const auto second = Score();
  EXPECT_THAT(OfRow("reassess-0-weeks").fulfilled_by(), ElementsAre(first.name()));
  ASSERT_TRUE(Retract(first).ok());
  const auto done = OfRow("reassess-0-weeks");
  EXPECT_EQ(done.state(), FollowUp::STATE_COMPLETED);
  EXPECT_THAT(done.fulfilled_by(), ElementsAre(second.name()));
}

TEST_F(Fulfilling, AnAmendedScoreFulfilsByItsNewRecord) {
  Schedule();
  const auto score = Score();
  v1::AmendOutcomeScoreRequest request;
  request.set_name(score.name());
  request.set_etag(score.etag());
  request.set_reason("mistyped");
  Fill(*request.mutable_outcome_score());
  const auto amended = tester_.Run(AmendOutcomeScore{library_, follow_ups_}, anna_, request);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_THAT(OfRow("reassess-0-weeks").fulfilled_by(), ElementsAre(amended->name()));
}

TEST_F(Fulfilling, WhatAPersonCompletedStaysHers) {
  Schedule();
  v1::CompleteFollowUpRequest complete;
  const auto open = OfRow("reassess-0-weeks");
  complete.set_name(open.name());
  complete.set_etag(open.etag());
  ASSERT_TRUE(tester_.Run(followups::CompleteFollowUp{calendar_, schedule_}, anna_, complete).ok());
  ASSERT_TRUE(Retract(Score()).ok());
  EXPECT_EQ(OfRow("reassess-0-weeks").state(), FollowUp::STATE_COMPLETED);
  EXPECT_THAT(OfRow("reassess-0-weeks").fulfilled_by(), IsEmpty());
}

}  // namespace
}  // namespace midstance::outcomes
