#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/progress_service.pb.h"
#include "services/adherence/program_testing.h"
#include "services/progress/score_testing.h"
#include "services/progress/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::progress {
namespace {

using adherence::DayAt;
using adherence::DayText;
using adherence::Told;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr char kCase[] = "patients/p/cases/c";

class ProgressVerbs : public ::testing::Test {
 protected:
  ProgressVerbs() {
    v1::Patient patient;
    patient.set_name("patients/p");
    patient.add_care_team(anna_.name);
    tester_.Put(patient);
    v1::Case a_case;
    a_case.set_name(kCase);
    a_case.set_state(v1::Case::STATE_OPEN);
    tester_.Put(a_case);
    // 18:00 on the 28th day of the program.
    tester_.now = Instant{DayAt(27)} + std::chrono::hours{18};
  }
  void Prescribe(adherence::Program program) { tester_.Put(program.get()); }
  void Tell(Told told) {
    auto check_in = told.get();
    check_in.set_name(std::string(kCase) + "/checkIns/t" + std::to_string(++told_));
    tester_.Put(check_in);
  }
  v1::Adherence Adherence(int first = 0, int last = 27) {
    v1::GetAdherenceRequest request;
    request.set_name(kCase);
    request.set_first_date(DayText(DayAt(first)));
    request.set_last_date(DayText(DayAt(last)));
    const auto found = tester_.Run(GetAdherence{calendar_}, anna_, request);
    EXPECT_TRUE(found.ok()) << found.status();
    return *found;
  }
  v1::Progress Progress() {
    v1::GetProgressRequest request;
    request.set_name(kCase);
    const auto found = tester_.Run(GetProgress{Measures(), calendar_}, anna_, request);
    EXPECT_TRUE(found.ok()) << found.status();
    return *found;
  }

  schedule::ClinicCalendar calendar_ = adherence::Utc();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  int told_ = 0;
};

TEST_F(ProgressVerbs, AdherenceIsCountedFromWhatIsStored) {
  Prescribe(adherence::Program().Exercise("a", adherence::Daily()).Excuse(2, 3));
  for (const int day : {0, 1, 2, 4, 6}) Tell(Told(day).Exercise("a", v1::DONE_FULL));
  const auto week = Adherence(0, 6);
  EXPECT_EQ(week.case_(), kCase);
  EXPECT_DOUBLE_EQ(week.overall().percent(), 80);
  EXPECT_TRUE(week.reached());
  EXPECT_EQ(week.days().excused(), 2);
  EXPECT_EQ(week.last_seen_date(), DayText(DayAt(6)));
}

TEST_F(ProgressVerbs, TheDayOfTheCallCountsOnceExercisesWereTold) {
  Prescribe(adherence::Program().Exercise("a", adherence::Daily()));
  EXPECT_EQ(Adherence().last_date(), DayText(DayAt(26)));
  Tell(Told(27).Pain(3));
  EXPECT_EQ(Adherence().last_date(), DayText(DayAt(26)));
  Tell(Told(27).Exercise("a", v1::DONE_FULL));
  EXPECT_EQ(Adherence().last_date(), DayText(DayAt(27)));
}

TEST_F(ProgressVerbs, TheUsualWindowIsTheLast28Days) {
  tester_.now += std::chrono::days{30};
  Prescribe(adherence::Program().Exercise("a", adherence::Daily()));
  v1::GetAdherenceRequest request;
  request.set_name(kCase);
  const auto found = tester_.Run(GetAdherence{calendar_}, anna_, request);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->days().expected(), 28);
  EXPECT_EQ(found->days().silent(), 28);
  EXPECT_EQ(found->last_date(), DayText(DayAt(56)));
}

TEST_F(ProgressVerbs, AWindowThatIsNoneIsRefused) {
  v1::GetAdherenceRequest request;
  request.set_name(kCase);
  const auto reason = [&](const char* first, const char* last) {
    request.set_first_date(first);
    request.set_last_date(last);
    return ReasonOf(tester_.Run(GetAdherence{calendar_}, anna_, request).status());
  };
  EXPECT_EQ(reason("2025-03-02", "2025-03-01"), v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(reason("2025-02-30", "2025-03-01"), v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(reason("2022-03-01", "2025-03-01"), v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(reason("2025-03-01", "2025-03-01"), v1::ERROR_REASON_UNSPECIFIED);
}

TEST_F(ProgressVerbs, TooManyExercisesAreWarnedOf) {
  auto program = adherence::Program();
  for (const char* id : {"a", "b", "c", "d", "e"}) program.Exercise(id, adherence::Daily());
  Prescribe(program);
  EXPECT_THAT(Adherence().sentences(), Contains(HasSubstr("2 to 4 are advised")));
}

TEST_F(ProgressVerbs, TellsDoneAndWorkingFromDoneAndNotWorking) {
  Prescribe(adherence::Program().Exercise("a", adherence::Daily()));
  for (int day = 0; day < 28; ++day) {
    Tell(Told(day).Exercise("a", v1::DONE_FULL).Pain(day < 14 ? 7 : 3));
  }
  const auto progress = Progress();
  EXPECT_EQ(progress.verdict(), v1::Progress::VERDICT_DONE_WORKING);
  EXPECT_THAT(progress.because(), HasSubstr("from 7 to 3"));
  EXPECT_EQ(progress.changes(0).course(), v1::OUTCOME_COURSE_IMPROVED);
  EXPECT_DOUBLE_EQ(progress.adherence().overall().percent(), 100);
}

TEST_F(ProgressVerbs, ARecordedMeasureThatImprovedMakesItWorkWhereNoPainWasTold) {
  Prescribe(adherence::Program().Exercise("a", adherence::Daily()));
  for (int day = 0; day < 28; ++day) Tell(Told(day).Exercise("a", v1::DONE_FULL));
  EXPECT_EQ(Progress().verdict(), v1::Progress::VERDICT_TOO_LITTLE_DATA);
  tester_.Put(Lefs(0, 49));
  EXPECT_THAT(Progress().because(), HasSubstr("the only score so far"));
  tester_.Put(Lefs(27, 60));
  const auto progress = Progress();
  EXPECT_EQ(progress.verdict(), v1::Progress::VERDICT_DONE_WORKING);
  EXPECT_THAT(progress.because(), HasSubstr("LEFS 49 -> 60 (+11)"));
}

TEST_F(ProgressVerbs, MeasuresThatContradictEachOtherAreToldBoth) {
  Prescribe(adherence::Program().Exercise("a", adherence::Daily()));
  for (int day = 0; day < 28; ++day) {
    Tell(Told(day).Exercise("a", v1::DONE_FULL).Pain(day < 14 ? 3 : 6));
  }
  tester_.Put(Psfs(0, 2, 3, 4));
  tester_.Put(Psfs(27, 6, 7, 8));
  const auto progress = Progress();
  EXPECT_EQ(progress.verdict(), v1::Progress::VERDICT_TOO_LITTLE_DATA);
  EXPECT_THAT(progress.because(), HasSubstr("disagree"));
  EXPECT_THAT(progress.because(), HasSubstr("PSFS 3 -> 7"));
  EXPECT_THAT(progress.because(), HasSubstr("from 3 to 6"));
  EXPECT_EQ(progress.changes_size(), 2);
}

TEST_F(ProgressVerbs, ARetractedScoreDoesNotCount) {
  Prescribe(adherence::Program().Exercise("a", adherence::Daily()));
  for (int day = 0; day < 28; ++day) Tell(Told(day).Exercise("a", v1::DONE_FULL));
  tester_.Put(Lefs(0, 49));
  auto wrong = Lefs(27, 60);
  wrong.set_state(v1::RECORD_STATE_RETRACTED);
  tester_.Put(wrong);
  EXPECT_EQ(Progress().verdict(), v1::Progress::VERDICT_TOO_LITTLE_DATA);
}

TEST_F(ProgressVerbs, TellsNotDoneFromNotWorking) {
  Prescribe(adherence::Program().Exercise("a", adherence::Daily()));
  for (int day = 0; day < 28; ++day) {
    Tell(Told(day).Exercise("a", day % 3 == 0 ? v1::DONE_FULL : v1::DONE_SKIPPED).Pain(6));
  }
  EXPECT_EQ(Progress().verdict(), v1::Progress::VERDICT_NOT_DONE);
}

TEST_F(ProgressVerbs, WithoutAProgramNobodyCanTell) {
  const auto progress = Progress();
  EXPECT_EQ(progress.verdict(), v1::Progress::VERDICT_TOO_LITTLE_DATA);
  EXPECT_FALSE(progress.because().empty());
  EXPECT_THAT(progress.adherence().sentences(), Contains("There is no check-in yet."));
}

TEST_F(ProgressVerbs, TheEveningOfAClinicBehindUtcIsStillToday) {
  calendar_ = adherence::InLosAngeles();
  Prescribe(adherence::Program().Exercise("a", adherence::Daily()));
  // 17:00, and half an hour later.
  tester_.now = Instant{DayAt(28)} + std::chrono::minutes{30};
  Tell(Told(27).Exercise("a", v1::DONE_FULL).At(Instant{DayAt(28)}));
  tester_.Put(Lefs(0, 49));
  v1::GetAdherenceRequest request;
  request.set_name(kCase);
  request.set_first_date(DayText(DayAt(27)));
  const auto found = tester_.Run(GetAdherence{calendar_}, anna_, request);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->last_date(), DayText(DayAt(27)));
  EXPECT_EQ(found->last_seen_date(), DayText(DayAt(27)));
  EXPECT_EQ(found->overall().done(), 1);
}

}  // namespace
}  // namespace midstance::progress
