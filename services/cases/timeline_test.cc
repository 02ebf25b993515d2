#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/outcome_score.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/referral.pb.h"
#include "midstance/v1/running_plan.pb.h"
#include "services/cases/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::cases {
namespace {

using options::v1::ROLE_CLINICIAN;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::StartsWith;

constexpr char kCase[] = "patients/p1/cases/c1";

class CaseTimeline : public ::testing::Test {
 protected:
  CaseTimeline() {
    v1::Patient patient;
    patient.set_name("patients/p1");
    patient.add_care_team("users/anna");
    tester_.Put(patient);
    v1::Case of;
    of.set_name(kCase);
    of.set_title("Left hip pain");
    of.set_state(v1::Case::STATE_OPEN);
    *of.mutable_state_time() = TimestampOf(start_);
    tester_.Put(of);
  }
  std::string Name(const std::string& collection, const std::string& id) const {
    return std::string(kCase) + "/" + collection + "/" + id;
  }
  void CheckInAt(const std::string& id, Instant occurred) {
    v1::CheckIn check_in;
    check_in.set_name(Name("checkIns", id));
    *check_in.mutable_occurred_time() = TimestampOf(occurred);
    check_in.set_state(v1::RECORD_STATE_ACTIVE);
    check_in.set_entered_by("users/anna");
    tester_.Put(check_in);
  }
  void PutTraining() {
    v1::Enrollment enrollment;
    enrollment.set_name(Name("enrollments", "n1"));
    enrollment.set_start_date("2025-03-01");
    enrollment.set_state(v1::Enrollment::STATE_ON_HOLD);
    enrollment.set_state_reason("flu");
    *enrollment.mutable_state_time() = TimestampOf(start_ + hours{3});
    enrollment.add_prescriptions()->set_author("users/anna");
    // One of this morning, and one of a day to come, which has not happened.
    for (const char* day : {"2025-03-01", "2025-03-09"}) {
      auto& anew = *enrollment.add_prescriptions();
      anew.set_start_date(day);
      anew.set_author("users/ben");
      anew.set_reason("too easy");
    }
    tester_.Put(enrollment);
    v1::OutcomeScore score;
    score.set_name(Name("outcomeScores", "s1"));
    score.set_measure("measures/psfs");
    *score.mutable_occurred_time() = TimestampOf(start_ + hours{2});
    score.set_state(v1::RECORD_STATE_RETRACTED);
    score.set_entered_by("users/anna");
    score.add_scores()->set_subscale("total");
    score.mutable_scores(0)->set_score(6.5);
    tester_.Put(score);
    v1::RunningPlan plan;
    plan.set_name(Name("runningPlans", "r1"));
    plan.set_stage(2);
    auto& decision = *plan.add_decisions();
    *decision.mutable_decide_time() = TimestampOf(start_ + hours{4});
    decision.set_decided(v1::STAGE_MOVE_ADVANCE);
    decision.set_from_stage(1);
    decision.set_to_stage(2);
    decision.set_reason("no pain");
    decision.set_author("users/anna");
    plan = tester_.Put(plan);
    plan.set_state(v1::RunningPlan::STATE_COMPLETED);
    tester_.now = start_ + hours{5};
    ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(plan, tester_.now); }).ok());
  }
  absl::StatusOr<v1::ListTimelineEntriesResponse> Page(int size, const std::string& token = {}) {
    v1::ListTimelineEntriesRequest request;
    request.set_parent(kCase);
    request.set_page_size(size);
    request.set_page_token(token);
    return tester_.Run(ListTimelineEntries{tester_.sealer(), calendar_}, anna_, request);
  }
  std::vector<std::string> Summaries() {
    std::vector<std::string> all;
    const auto page = Page(0);
    for (const auto& entry : page->timeline_entries()) all.push_back(entry.summary());
    return all;
  }

  schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  rpc::VerbTester tester_;
  Instant start_ = tester_.now;
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
};

TEST_F(CaseTimeline, EverythingThatHappenedIsToldNewestFirst) {
  v1::Assessment visit;
  visit.set_name(Name("assessments", "a1"));
  visit.set_kind(v1::Assessment::KIND_INITIAL);
  *visit.mutable_occurred_time() = TimestampOf(start_ + hours{1});
  visit.set_state(v1::RECORD_STATE_AMENDED);
  tester_.Put(visit);
  CheckInAt("k1", start_ + hours{2});
  v1::Escalation escalation;
  escalation.set_name(Name("escalations", "e1"));
  escalation.set_state(v1::Escalation::STATE_OPEN);
  escalation.set_title("Hot swollen joint");
  auto& event = *escalation.add_history();
  *event.mutable_time() = TimestampOf(start_ + hours{3});
  event.set_text("opened");
  tester_.Put(escalation);
  v1::Referral referral;
  referral.set_name(Name("referrals", "r1"));
  auto& step = *referral.add_steps();
  step.set_state(v1::Referral::STATE_REPORT_RECEIVED);
  *step.mutable_time() = TimestampOf(start_ + hours{4});
  tester_.Put(referral);
  tester_.now = start_ + hours{5};
  v1::FollowUp follow_up;
  follow_up.set_name(Name("followUps", "f1"));
  follow_up.set_title("Call");
  follow_up.set_state(v1::FollowUp::STATE_COMPLETED);
  follow_up.set_outcome_note("better");
  *follow_up.mutable_end_time() = TimestampOf(start_ + hours{6});
  tester_.Put(follow_up);

  EXPECT_THAT(
      Summaries(),
      ElementsAre("Follow-up done: better", "Follow-up planned: Call", "Referral report received",
                  "Hot swollen joint: opened", "Check-in recorded",
                  "First examination recorded; amended since", "Opened: Left hip pain"));
}

TEST_F(CaseTimeline, ABackdatedRecordStandsWhereItOccurred) {
  CheckInAt("k1", start_ - hours{48});
  EXPECT_THAT(Summaries(), ElementsAre("Opened: Left hip pain", "Check-in recorded"));
  const auto entry = Page(0)->timeline_entries(1);
  EXPECT_EQ(InstantOf(entry.entered_time()), start_);
  EXPECT_EQ(entry.actor(), "users/anna");
}

TEST_F(CaseTimeline, PagesShowEveryEntryOnceAlsoWhenManyOccurredTogether) {
  for (int i = 0; i < 7; ++i) CheckInAt("same" + std::to_string(i), start_ + hours{1});
  for (int i = 0; i < 6; ++i) CheckInAt("day" + std::to_string(i), start_ + hours{2 + i});
  const auto whole = Page(500);
  ASSERT_TRUE(whole.ok()) << whole.status();
  ASSERT_EQ(whole->timeline_entries_size(), 14);
  for (const int size : {1, 2, 3, 5, 13, 14}) {
    std::vector<std::string> paged;
    std::string token;
    do {
      const auto page = Page(size, token);
      ASSERT_TRUE(page.ok()) << page.status();
      ASSERT_LE(page->timeline_entries_size(), size);
      for (const auto& entry : page->timeline_entries()) paged.push_back(entry.resource());
      token = page->next_page_token();
    } while (!token.empty());
    ASSERT_EQ(paged.size(), 14U) << "page size " << size;
    for (int i = 0; i < 14; ++i)
      EXPECT_EQ(paged[static_cast<std::size_t>(i)], whole->timeline_entries(i).resource());
  }
}

TEST_F(CaseTimeline, MovesOfACaseTellWhoMadeThem) {
  v1::CreateCaseRequest create;
  create.set_parent("patients/p1");
  create.mutable_case_()->set_title("Right knee pain");
  const auto opened = tester_.Run(CreateCase, anna_, create);
  ASSERT_TRUE(opened.ok()) << opened.status();
  // Of one moment: the order is theirs all the same.
  v1::HoldCaseRequest hold;
  hold.set_name(opened->name());
  hold.set_etag(opened->etag());
  hold.set_reason("on holiday");
  ASSERT_TRUE(tester_.Run(HoldCase, anna_, hold).ok());
  v1::ListTimelineEntriesRequest request;
  request.set_parent(opened->name());
  const auto page = tester_.Run(ListTimelineEntries{tester_.sealer(), calendar_}, anna_, request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->timeline_entries_size(), 2);
  EXPECT_EQ(page->timeline_entries(0).summary(), "The case is now on hold: on holiday");
  EXPECT_EQ(page->timeline_entries(1).summary(), "Opened: Right knee pain");
  for (const auto& entry : page->timeline_entries()) {
    EXPECT_EQ(entry.kind(), v1::TimelineEntry::KIND_CASE);
    EXPECT_EQ(entry.actor(), "users/anna");
  }
}

TEST_F(CaseTimeline, ProgramsMeasuresAndRunningAreTold) {
  PutTraining();
  EXPECT_THAT(
      Summaries(),
      ElementsAre("The way back to running is completed",
                  "Running: a stage on, stage 1 to 2: no pain",
                  "The home program is now on hold: flu",
                  "Outcome measure taken: psfs, total 6.5; taken back since",
                  "Way back to running begun at stage 1", "Home program begun, from 2025-03-01 on",
                  "Opened: Left hip pain", "Home program prescribed anew: too easy"));
  const auto page = Page(0);
  EXPECT_EQ(page->timeline_entries(1).actor(), "users/anna");
  EXPECT_EQ(page->timeline_entries(3).actor(), "users/anna");
  EXPECT_EQ(page->timeline_entries(7).actor(), "users/ben");
  EXPECT_FALSE(page->timeline_entries(7).has_entered_time());
}

TEST_F(CaseTimeline, PagesAreWholeWithEveryKindOfEntry) {
  PutTraining();
  for (int i = 0; i < 5; ++i) CheckInAt("same" + std::to_string(i), start_ + hours{2});
  const auto whole = Page(500);
  ASSERT_EQ(whole->timeline_entries_size(), 13);
  for (const int size : {1, 2, 3, 5, 12}) {
    std::vector<std::string> paged;
    std::string token;
    do {
      const auto page = Page(size, token);
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& entry : page->timeline_entries())
        paged.push_back(entry.resource() + entry.summary());
      token = page->next_page_token();
    } while (!token.empty());
    ASSERT_EQ(paged.size(), 13U) << "page size " << size;
    for (int i = 0; i < 13; ++i) {
      const auto& entry = whole->timeline_entries(i);
      EXPECT_EQ(paged[static_cast<std::size_t>(i)], entry.resource() + entry.summary());
    }
  }
}

TEST_F(CaseTimeline, ALongReasonIsCutBetweenTwoCharacters) {
  auto of = *tester_.Find<v1::Case>(kCase);
  std::string reason;
  for (int i = 0; i < 500; ++i) reason += "\u00e4";
  of.set_state_reason(reason);
  *of.mutable_state_time() = TimestampOf(start_ + hours{1});
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(of, tester_.now); }).ok());
  const auto summary = Summaries().front();
  EXPECT_THAT(summary, StartsWith("The case is now open: \u00e4"));
  EXPECT_TRUE(summary.ends_with("\u00e4..."));
}

TEST_F(CaseTimeline, APrescriptionBeginsWithTheClinicsDay) {
  calendar_ = *schedule::ClinicCalendar::Make("America/Los_Angeles");
  PutTraining();
  const auto page = Page(0);
  ASSERT_TRUE(page.ok()) << page.status();
  for (const auto& entry : page->timeline_entries()) {
    if (!entry.summary().starts_with("Home program prescribed anew")) continue;
    EXPECT_EQ(InstantOf(entry.occurred_time()), start_ - hours{1});  // 8:00 in UTC
    return;
  }
  FAIL() << "no prescription is told";
}

TEST_F(CaseTimeline, AnAbsentCaseIsNotFound) {
  v1::ListTimelineEntriesRequest request;
  request.set_parent("patients/p1/cases/none");
  const auto none = tester_.Run(ListTimelineEntries{tester_.sealer(), calendar_}, anna_, request);
  EXPECT_EQ(ReasonOf(none.status()), v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

}  // namespace
}  // namespace midstance::cases
