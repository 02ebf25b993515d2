#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "midstance/v1/running_plan.pb.h"
#include "services/checkins/fixture.h"

namespace midstance::checkins {
namespace {

using ::testing::SizeIs;
using v1::Escalation;

class Today : public CheckIns {
 protected:
  v1::CheckInForm Form(const rpc::Principal& who) {
    v1::GetCheckInFormRequest request;
    request.set_name(kCase);
    const auto form = tester_.Run(GetCheckInForm{engines_}, who, request);
    EXPECT_TRUE(form.ok()) << form.status();
    return form.ok() ? *form : v1::CheckInForm();
  }
  v1::CheckIn RecordByLink(const v1::RecordCheckInRequest& request) {
    const auto recorded = tester_.Run(RecordCheckIn{engines_}, link_, request);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    return recorded->check_in();
  }
  absl::StatusOr<v1::RecordCheckInResponse> Correct(const v1::CheckIn& old,
                                                    const v1::RecordCheckInRequest& to,
                                                    const rpc::Principal& who,
                                                    const std::string& reason = "") {
    v1::AmendCheckInRequest request;
    request.set_reason(reason);
    request.set_name(old.name());
    request.set_etag(old.etag());
    *request.mutable_check_in() = to.check_in();
    return tester_.Run(AmendCheckIn{engines_}, who, request);
  }
  void PlanRunning() {
    v1::RunningPlan plan;
    plan.set_name(std::string(kCase) + "/runningPlans/r");
    plan.set_state(v1::RunningPlan::STATE_ACTIVE);
    plan.set_stage(3);
    tester_.Put(plan);
  }
  static std::set<std::string> Codes(const v1::CheckInForm& form) {
    std::set<std::string> codes;
    for (const auto& question : form.questions()) {
      EXPECT_TRUE(codes.insert(question.code() + "@" + question.site().ShortDebugString()).second)
          << question.code() << " is asked twice";
    }
    std::set<std::string> names;
    for (const auto& code : codes) names.insert(code.substr(0, code.find('@')));
    return names;
  }
};

TEST_F(Today, TheFormShowsTheExercisesOfTheDayAndTheRun) {
  v1::Enrollment enrollment;
  enrollment.set_name(std::string(kCase) + "/enrollments/e");
  enrollment.set_state(v1::Enrollment::STATE_ACTIVE);
  enrollment.set_start_date("2025-02-26");
  auto& prescription = *enrollment.add_prescriptions();
  prescription.set_start_date("2025-02-26");
  auto& bridge = *prescription.add_exercises();
  bridge.set_exercise("exercises/bridge");
  bridge.mutable_dose()->set_every_days(3);
  auto& squat = *prescription.add_exercises();
  squat.set_exercise("exercises/squat");
  squat.mutable_dose()->set_per_day(2);
  *squat.mutable_hold()->mutable_hold_time() = TimestampOf(tester_.now - kDay);
  tester_.Put(enrollment);
  PlanRunning();
  const auto today = Form(link_).today();
  EXPECT_EQ(today.date(), "2025-03-01");
  ASSERT_THAT(today.exercises(), SizeIs(2));
  EXPECT_TRUE(today.exercises(0).due());
  EXPECT_TRUE(today.exercises(1).held());
  EXPECT_FALSE(today.exercises(1).due());
  EXPECT_EQ(today.run().stage(), 3);
  tester_.now += kDay;
  EXPECT_FALSE(Form(link_).today().exercises(0).due());
}

TEST_F(Today, NoRunIsShownWhileAFlagIsOpenThatStopsRunning) {
  PlanRunning();
  EXPECT_TRUE(Form(link_).today().has_run());
  const auto flag = Record(Hot()).escalations(0);
  const auto form = Form(link_);
  EXPECT_FALSE(form.today().has_run());
  EXPECT_TRUE(form.running_on_hold());
  // It is asked after all the same.
  EXPECT_EQ(Codes(form).count("run_nprs"), 1U);
  tester_.now += kDay;
  EXPECT_FALSE(Form(link_).today().has_run());
  Resolve(flag.name());
  EXPECT_EQ(Form(link_).today().run().stage(), 3);
  EXPECT_FALSE(Form(link_).running_on_hold());
}

TEST_F(Today, TheHoldIsToldAlsoWhereNoRunIsPlanned) {
  EXPECT_FALSE(Form(link_).running_on_hold());
  Record(Hot());
  EXPECT_TRUE(Form(link_).running_on_hold());
}

TEST_F(Today, WithoutProgramAndPlanTheDayIsEmpty) {
  const auto form = Form(anna_);
  EXPECT_THAT(form.today().exercises(), SizeIs(0));
  EXPECT_FALSE(form.today().has_run());
  EXPECT_FALSE(form.has_todays_check_in());
  EXPECT_EQ(Codes(form).count("run_nprs"), 0U);
}

TEST_F(Today, ARunOfYesterdayOrAPlannedOneIsAskedAfterOnce) {
  auto ran = OnKnee("worst_nprs", 1);
  ran.mutable_check_in()->mutable_run()->set_done(v1::DONE_PART);
  Record(ran);
  EXPECT_EQ(Codes(Form(link_)).count("morning_nprs"), 0U);
  tester_.now += kDay;
  auto codes = Codes(Form(link_));
  for (const char* code : {"run_nprs", "morning_nprs", "stiffness_min"}) {
    EXPECT_EQ(codes.count(code), 1U) << code;
  }
  tester_.now += kDay;
  EXPECT_EQ(Codes(Form(link_)).count("morning_nprs"), 0U);
  PlanRunning();
  EXPECT_EQ(Codes(Form(link_)).count("morning_nprs"), 1U);
}

TEST_F(Today, ARunThatWasSkippedIsNotAskedAfter) {
  auto skipped = OnKnee("worst_nprs", 1);
  skipped.mutable_check_in()->mutable_run()->set_done(v1::DONE_SKIPPED);
  Record(skipped);
  tester_.now += kDay;
  EXPECT_EQ(Codes(Form(link_)).count("run_nprs"), 0U);
}

TEST_F(Today, WhatWouldDecideStaysFirstAlsoAfterARun) {
  auto request = OnKnee("swelling", 1);
  Add(request, "warmth", v1::ANSWER_PRESENT);
  request.mutable_check_in()->mutable_run()->set_done(v1::DONE_FULL);
  Record(request);
  tester_.now += kDay;
  const auto form = Form(anna_);
  EXPECT_FALSE(form.questions(0).because_of().empty());
  bool usual = false;
  for (const auto& question : form.questions()) {
    EXPECT_FALSE(usual && !question.because_of().empty());
    usual = usual || question.because_of().empty();
  }
}

TEST_F(Today, ThePatientSeesTheCheckInThatSheMayAmendAndStaffEveryOne) {
  const auto staffs = Record(OnKnee("worst_nprs", 1)).check_in();
  EXPECT_FALSE(Form(link_).has_todays_check_in());
  EXPECT_EQ(Form(anna_).todays_check_in().name(), staffs.name());
  tester_.now += std::chrono::hours{1};
  const auto hers = RecordByLink(OnKnee("worst_nprs", 2));
  EXPECT_EQ(Form(link_).todays_check_in().name(), hers.name());
  EXPECT_EQ(Form(link_).todays_check_in().etag(), hers.etag());
  EXPECT_EQ(Form(anna_).todays_check_in().name(), hers.name());
  tester_.now += kDay;
  EXPECT_FALSE(Form(link_).has_todays_check_in());
}

TEST_F(Today, APatientCorrectsHerCheckInOfTheDayAndTheOldOneStays) {
  const auto old = RecordByLink(OnKnee("worst_nprs", 8));
  tester_.now += std::chrono::hours{2};
  const auto corrected = Correct(old, OnKnee("worst_nprs", 3), link_);
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  EXPECT_EQ(corrected->check_in().amends(), old.name());
  EXPECT_EQ(corrected->check_in().change_reason(), "corrected by the patient the same day");
  EXPECT_EQ(corrected->check_in().change_author(), link_.name);
  EXPECT_EQ(Stored(old).state(), v1::RECORD_STATE_AMENDED);
  EXPECT_EQ(Stored(old).reports(0).observations(0).number(), 8);
  EXPECT_EQ(Form(link_).todays_check_in().name(), corrected->check_in().name());
}

TEST_F(Today, AFlagThatACorrectionTakesTheEvidenceFromWaitsForAPerson) {
  const auto hot = tester_.Run(RecordCheckIn{engines_}, link_, Hot());
  ASSERT_TRUE(hot.ok());
  ASSERT_THAT(hot->escalations(), SizeIs(1));
  const auto corrected = Correct(hot->check_in(), OnKnee("worst_nprs", 3), link_);
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  const auto flag = *tester_.Find<Escalation>(hot->escalations(0).name());
  EXPECT_EQ(flag.state(), Escalation::STATE_EVIDENCE_CHANGED);
  EXPECT_EQ(flag.urgency(), rules::v1::EMERGENCY);
}

TEST_F(Today, AnotherDayIsTheCliniciansAndAnotherOnesCheckInLooksAbsent) {
  const auto hers = RecordByLink(OnKnee("worst_nprs", 2));
  const auto staffs = Record(OnKnee("worst_nprs", 2)).check_in();
  EXPECT_EQ(ReasonOf(Correct(staffs, Hot(), link_).status()), v1::ERROR_REASON_OUT_OF_SCOPE);
  auto absent = hers;
  absent.set_name(std::string(kCase) + "/checkIns/none");
  const auto nothing = Correct(absent, Hot(), link_).status();
  EXPECT_EQ(nothing.message(), Correct(staffs, Hot(), link_).status().message());
  EXPECT_EQ(ReasonOf(Correct(hers, Observed(Hot(), tester_.now - kDay), link_).status()),
            v1::ERROR_REASON_FIELD_INVALID);
  tester_.now += kDay;
  EXPECT_EQ(ReasonOf(Correct(hers, Hot(), link_).status()), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(Stored(hers).state(), v1::RECORD_STATE_ACTIVE);
}

TEST_F(Today, StaffTellWhyTheyAmend) {
  const auto old = Record(OnKnee("worst_nprs", 2)).check_in();
  const auto refused = Correct(old, Hot(), anna_);
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_FIELD_INVALID);
  const auto blank = Correct(old, Hot(), anna_, " \u00A0");
  EXPECT_EQ(ReasonOf(blank.status()), v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(Today, ACorrectionNeedsTheEtagAndAnOpenCase) {
  auto hers = RecordByLink(OnKnee("worst_nprs", 2));
  auto stale = hers;
  stale.set_etag("\"77\"");
  EXPECT_EQ(ReasonOf(Correct(stale, Hot(), link_).status()), v1::ERROR_REASON_ETAG_MISMATCH);
  SetState(v1::Case::STATE_DISCHARGED);
  EXPECT_EQ(ReasonOf(Correct(hers, Hot(), link_).status()), v1::ERROR_REASON_STATE_FORBIDS);
}

// The evening in Los Angeles is the next day of UTC.
class TodayInLosAngeles : public Today {
 protected:
  TodayInLosAngeles() { tester_.now = At(4, 8); }
  static Instant At(int day, int hour, int minute = 0) {
    constexpr int kBehindUtc = 8;
    return Instant{Day{std::chrono::year{2025} / 3 / day}} + std::chrono::hours{hour + kBehindUtc} +
           std::chrono::minutes{minute};
  }
  v1::CheckIn Told(const v1::RecordCheckInRequest& request) {
    const auto recorded = tester_.Run(RecordCheckIn{local_}, link_, request);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    return recorded.ok() ? recorded->check_in() : v1::CheckIn();
  }
  absl::StatusOr<v1::RecordCheckInResponse> Corrected(const v1::CheckIn& old,
                                                      const v1::RecordCheckInRequest& to) {
    v1::AmendCheckInRequest request;
    request.set_name(old.name());
    request.set_etag(Stored(old).etag());
    *request.mutable_check_in() = to.check_in();
    return tester_.Run(AmendCheckIn{local_}, link_, request);
  }
  v1::CheckInForm LocalForm() {
    v1::GetCheckInFormRequest request;
    request.set_name(kCase);
    return *tester_.Run(GetCheckInForm{local_}, link_, request);
  }

  const cases::Engines local_{*rules::Compile(
      engine_.rules().source(), *schedule::ClinicCalendar::Make("America/Los_Angeles"))};
};

TEST_F(TodayInLosAngeles, ThePlanStaysUntilTheClinicsMidnight) {
  v1::Enrollment enrollment;
  enrollment.set_name(std::string(kCase) + "/enrollments/e");
  enrollment.set_state(v1::Enrollment::STATE_ACTIVE);
  enrollment.set_start_date("2025-03-04");
  enrollment.set_end_date("2025-03-04");
  auto& prescription = *enrollment.add_prescriptions();
  prescription.set_start_date("2025-03-04");
  prescription.add_exercises()->set_exercise("exercises/bridge");
  tester_.Put(enrollment);
  auto done = OnKnee("worst_nprs", 1);
  auto& bridge = *done.mutable_check_in()->add_exercises();
  bridge.set_exercise("exercises/bridge");
  bridge.set_done(v1::DONE_FULL);
  tester_.now = At(4, 17);
  const auto told = Told(done);
  tester_.now = At(4, 23, 59);
  EXPECT_EQ(LocalForm().today().date(), "2025-03-04");
  EXPECT_THAT(LocalForm().today().exercises(), SizeIs(1));
  EXPECT_EQ(LocalForm().todays_check_in().name(), told.name());
  tester_.now = At(5, 0);
  EXPECT_EQ(LocalForm().today().date(), "2025-03-05");
  EXPECT_FALSE(LocalForm().has_todays_check_in());
}

TEST_F(TodayInLosAngeles, AMorningsCheckInIsCorrectedUntilTheClinicsMidnight) {
  const auto morning = Told(OnKnee("worst_nprs", 5));
  tester_.now = At(4, 23, 59);
  const auto corrected = Corrected(morning, OnKnee("worst_nprs", 4));
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  EXPECT_EQ(
      ReasonOf(Corrected(corrected->check_in(), Observed(OnKnee("worst_nprs", 4), At(3, 23, 59)))
                   .status()),
      v1::ERROR_REASON_FIELD_INVALID);
  tester_.now = At(5, 0);
  EXPECT_EQ(ReasonOf(Corrected(corrected->check_in(), OnKnee("worst_nprs", 3)).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(TodayInLosAngeles, ATimePutRightWithinTheDayRaisesNothingThatWasAnswered) {
  const auto recorded = tester_.Run(RecordCheckIn{local_}, link_, Hot());
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  ASSERT_THAT(recorded->escalations(), SizeIs(1));
  tester_.now = At(4, 12);
  Resolve(recorded->escalations(0).name());
  tester_.now = At(4, 18);
  const auto corrected = Corrected(recorded->check_in(), Observed(Hot(), At(4, 17)));
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  EXPECT_THAT(corrected->escalations(), SizeIs(0));
}

}  // namespace
}  // namespace midstance::checkins
