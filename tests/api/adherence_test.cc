#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/outcome_service.pb.h"
#include "midstance/v1/program_service.pb.h"
#include "midstance/v1/progress_service.pb.h"
#include "services/rpc/calendar.h"
#include "tests/api/builders.h"

// Adherence and progress as a client sees them, from a prescription that names no dose to a
// verdict.
namespace midstance::testing {
namespace {

using std::chrono::days;
using ::testing::HasSubstr;

// Three sets a day, by the library.
constexpr char kTripod[] = "exercises/al-foot-tripod";
constexpr char kTilt[] = "exercises/al-pelvic-tilt";
constexpr char kRelease[] = "exercises/tr-iliacus";
// Three times a week, by the library.
constexpr char kClam[] = "exercises/st-clam";

struct Done {
  std::string exercise;
  v1::Done done = v1::DONE_FULL;
  int sets = -1;
};

class AdherenceThroughTheApi : public ::testing::Test {
 protected:
  std::string Date(int day) const { return rpc::DayText(DayOf(start_ + days{day})); }

  void Prescribe(const std::vector<std::string>& exercises) {
    v1::AssignProgramRequest request;
    request.set_parent(case_);
    request.set_start_date(Date(0));
    for (const auto& exercise : exercises) {
      auto& prescribed = *request.add_exercises();
      prescribed.set_exercise(exercise);
      prescribed.set_side(v1::SIDE_LEFT);
    }
    enrollment_ =
        clinic_.Must<v1::AssignProgramResponse>(lena_, "ProgramService/AssignProgram", request)
            .enrollment();
  }

  void Tell(int day, const std::vector<Done>& done) {
    clinic_.clock().MoveTo(start_ + days{day});
    v1::RecordCheckInRequest request;
    request.set_parent(case_);
    for (const auto& one : done) {
      auto& report = *request.mutable_check_in()->add_exercises();
      report.set_exercise(one.exercise);
      report.set_side(v1::SIDE_LEFT);
      report.set_done(one.done);
      if (one.sets >= 0) report.set_sets_done(one.sets);
    }
    clinic_.Must<v1::RecordCheckInResponse>(lena_, "CheckInService/RecordCheckIn", request);
  }

  void Excuse(int first, int last) {
    v1::ExcuseDaysRequest request;
    request.set_name(enrollment_.name());
    request.set_etag(enrollment_.etag());
    request.set_first_date(Date(first));
    request.set_last_date(Date(last));
    request.set_reason("ill");
    enrollment_ = clinic_.Must<v1::Enrollment>(lena_, "ProgramService/ExcuseDays", request);
  }

  v1::Adherence Counted(int first, int last) {
    clinic_.clock().MoveTo(start_ + days{last + 1});
    v1::GetAdherenceRequest request;
    request.set_name(case_);
    request.set_first_date(Date(first));
    request.set_last_date(Date(last));
    return clinic_.Must<v1::Adherence>(lena_, "ProgressService/GetAdherence", request);
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const std::string case_ = clinic_.ARunner(lena_);
  const Instant start_ = clinic_.clock().Now();
  v1::Enrollment enrollment_;
};

TEST_F(AdherenceThroughTheApi, EighteenOf24SetsAre75PercentAndNotEnough) {
  Prescribe({kTripod});
  const int sets[] = {3, 3, 2, 1, 3, 0, 3, 3};
  for (int day = 0; day < 8; ++day) Tell(day, {{kTripod, v1::DONE_PART, sets[day]}});
  const auto adherence = Counted(0, 7);
  EXPECT_DOUBLE_EQ(adherence.overall().percent(), 75);
  EXPECT_FALSE(adherence.reached());
}

TEST_F(AdherenceThroughTheApi, ThirtyOf24SetsAreAHundredPercent) {
  Prescribe({kTripod});
  const int sets[] = {4, 4, 4, 4, 4, 4, 3, 3};
  for (int day = 0; day < 8; ++day) Tell(day, {{kTripod, v1::DONE_PART, sets[day]}});
  EXPECT_DOUBLE_EQ(Counted(0, 7).overall().percent(), 100);
}

TEST_F(AdherenceThroughTheApi, FiveOfSixDaysWithOneOfThreeSkippedAre55Point6Percent) {
  Prescribe({kTripod, kTilt, kRelease});
  for (int day = 0; day < 5; ++day) {
    Tell(day, {{kTripod}, {kTilt}, {kRelease, v1::DONE_SKIPPED}});
  }
  EXPECT_NEAR(Counted(0, 5).overall().percent(), 55.6, 0.05);
}

TEST_F(AdherenceThroughTheApi, FourOfFiveDaysThatWereNotExcusedAre80Percent) {
  Prescribe({kTripod});
  Excuse(2, 3);
  for (const int day : {0, 1, 2, 4, 6}) Tell(day, {{kTripod}});
  const auto adherence = Counted(0, 6);
  EXPECT_DOUBLE_EQ(adherence.overall().percent(), 80);
  EXPECT_TRUE(adherence.reached());
}

TEST_F(AdherenceThroughTheApi, WhatTheLibraryAsksForThreeTimesAWeekIsPrescribedThreeTimes) {
  Prescribe({kClam});
  for (const int day : {0, 2, 5}) Tell(day, {{kClam}});
  const auto adherence = Counted(0, 6);
  EXPECT_DOUBLE_EQ(adherence.overall().prescribed(), 3);
  EXPECT_DOUBLE_EQ(adherence.overall().percent(), 100);
}

TEST_F(AdherenceThroughTheApi, ThePlanOfTheDayTellsTheLibrarysDoseAndWhatIsLeftOfTheWeek) {
  Prescribe({kClam});
  Tell(0, {{kClam}});
  clinic_.clock().MoveTo(start_ + days{1});
  v1::GetCheckInFormRequest request;
  request.set_name(case_);
  const auto form = clinic_.Must<v1::CheckInForm>(lena_, "CheckInService/GetCheckInForm", request);
  ASSERT_EQ(form.today().exercises_size(), 1);
  EXPECT_EQ(form.today().exercises(0).dose().per_week(), 3);
  EXPECT_EQ(form.today().exercises(0).left_this_week(), 2);
}

TEST_F(AdherenceThroughTheApi, APsfsThatImprovedByWhatMattersMakesADoneProgramWork) {
  Prescribe({kTripod});
  const auto record = [&](double each) {
    v1::RecordOutcomeScoreRequest request;
    request.set_parent(case_);
    request.mutable_outcome_score()->set_measure("measures/psfs");
    auto& answers = *request.mutable_outcome_score()->add_answers();
    answers.set_subscale("total");
    for (const char* activity : {"run", "stairs", "sit"}) {
      auto& item = *answers.add_items();
      item.set_label(activity);
      item.set_value(each);
    }
    clinic_.Must<v1::OutcomeScore>(lena_, "OutcomeService/RecordOutcomeScore", request);
  };
  const auto progress = [&] {
    v1::GetProgressRequest request;
    request.set_name(case_);
    return clinic_.Must<v1::Progress>(lena_, "ProgressService/GetProgress", request);
  };
  record(3);
  for (int day = 0; day < 21; ++day) Tell(day, {{kTripod}});
  EXPECT_EQ(progress().verdict(), v1::Progress::VERDICT_TOO_LITTLE_DATA);
  record(6);
  const auto found = progress();
  EXPECT_EQ(found.verdict(), v1::Progress::VERDICT_DONE_WORKING);
  EXPECT_THAT(found.because(), HasSubstr("PSFS 3 -> 6 (+3)"));
}

}  // namespace
}  // namespace midstance::testing
