#include "services/adherence/response.h"

#include <gtest/gtest.h>

#include <vector>

#include "services/adherence/program_testing.h"

namespace midstance::adherence {
namespace {

using v1::Progress;

// A daily exercise over four weeks: done on the first `done` days, skipped on the next `skipped`.
v1::Adherence FourWeeks(int done, int skipped) {
  std::vector<v1::CheckIn> told;
  for (int day = 0; day < done + skipped; ++day) {
    told.push_back(Told(day).Exercise("a", day < done ? v1::DONE_FULL : v1::DONE_SKIPPED).get());
  }
  return Counted(Program().Exercise("a", Daily()), told, 0, 27);
}

v1::OutcomeChange Moved(v1::OutcomeCourse course, const std::string& measure = "psfs") {
  v1::OutcomeChange change;
  change.set_measure(measure);
  change.set_course(course);
  return change;
}

Progress::Verdict VerdictOf(const v1::Adherence& adherence,
                            const std::vector<v1::OutcomeChange>& changes) {
  const auto judged = Judge(adherence, changes, ShippedParameters());
  EXPECT_FALSE(judged.because.empty());
  return judged.verdict;
}

const std::vector<v1::OutcomeChange> kBetter = {Moved(v1::OUTCOME_COURSE_IMPROVED)};
const std::vector<v1::OutcomeChange> kSame = {Moved(v1::OUTCOME_COURSE_NONE)};
const std::vector<v1::OutcomeChange> kWorse = {Moved(v1::OUTCOME_COURSE_WORSE)};

TEST(Verdict, TellsDoneAndWorkingFromDoneAndNotWorkingAndFromNotDone) {
  EXPECT_EQ(VerdictOf(FourWeeks(26, 2), kBetter), Progress::VERDICT_DONE_WORKING);
  EXPECT_EQ(VerdictOf(FourWeeks(26, 2), kSame), Progress::VERDICT_DONE_NOT_WORKING);
  EXPECT_EQ(VerdictOf(FourWeeks(26, 2), kWorse), Progress::VERDICT_DONE_NOT_WORKING);
  EXPECT_EQ(VerdictOf(FourWeeks(10, 18), kBetter), Progress::VERDICT_NOT_DONE);
  EXPECT_EQ(VerdictOf(FourWeeks(10, 18), {}), Progress::VERDICT_NOT_DONE);
}

TEST(Verdict, SilenceIsNeitherDoneNorNotDone) {
  EXPECT_EQ(VerdictOf(FourWeeks(10, 0), kBetter), Progress::VERDICT_TOO_LITTLE_DATA);
  EXPECT_EQ(VerdictOf(FourWeeks(0, 0), kSame), Progress::VERDICT_TOO_LITTLE_DATA);
}

TEST(Verdict, SilenceThatCannotChangeTheAnswerDoesNotHideIt) {
  // 12 of 28 skipped: however the silent days were, 80 % are out of reach.
  EXPECT_EQ(VerdictOf(FourWeeks(0, 12), kBetter), Progress::VERDICT_NOT_DONE);
  // 23 of 28 done: 80 % are reached, however the silent days were.
  EXPECT_EQ(VerdictOf(FourWeeks(23, 0), kBetter), Progress::VERDICT_DONE_WORKING);
}

TEST(Verdict, EnoughToldDaysStandForTheSilentOnes) {
  EXPECT_EQ(VerdictOf(FourWeeks(20, 0), kSame), Progress::VERDICT_DONE_NOT_WORKING);
}

TEST(Verdict, MeasuresThatDisagreeOrAreMissingAreTooLittle) {
  EXPECT_EQ(VerdictOf(FourWeeks(28, 0), {kBetter[0], kWorse[0]}),
            Progress::VERDICT_TOO_LITTLE_DATA);
  EXPECT_EQ(VerdictOf(FourWeeks(28, 0), {kBetter[0], kSame[0]}), Progress::VERDICT_DONE_WORKING);
  EXPECT_EQ(VerdictOf(FourWeeks(28, 0), {}), Progress::VERDICT_TOO_LITTLE_DATA);
}

TEST(Verdict, EveryMeasureThatMovedIsTold) {
  auto better = Moved(v1::OUTCOME_COURSE_IMPROVED);
  better.set_sentence("LEFS 49 -> 60 (+11): improved");
  auto other = better;
  other.set_sentence("PSFS 3 -> 6 (+3): improved");
  auto worse = Moved(v1::OUTCOME_COURSE_WORSE);
  worse.set_sentence("HAGOS Pain 70 -> 40 (-30): worsened");
  const auto judged =
      Judge(FourWeeks(28, 0), std::vector{better, worse, other}, ShippedParameters());
  EXPECT_EQ(judged.verdict, Progress::VERDICT_TOO_LITTLE_DATA);
  for (const auto& change : {better, other, worse}) {
    EXPECT_NE(judged.because.find(change.sentence()), std::string::npos) << judged.because;
  }
}

TEST(Verdict, MeasuresThatCannotBeJudgedAreTooLittleAndSayWhy) {
  auto untold = Moved(v1::OUTCOME_COURSE_UNSPECIFIED);
  untold.set_sentence("LEFS 49: the only score so far");
  const auto judged = Judge(FourWeeks(28, 0), std::vector{untold}, ShippedParameters());
  EXPECT_EQ(judged.verdict, Progress::VERDICT_TOO_LITTLE_DATA);
  EXPECT_NE(judged.because.find("the only score so far"), std::string::npos);
  EXPECT_EQ(VerdictOf(FourWeeks(28, 0), {untold, kSame[0]}), Progress::VERDICT_DONE_NOT_WORKING);
}

TEST(Verdict, AProgramOfAFewDaysIsNotJudged) {
  std::vector<v1::CheckIn> told;
  for (int day = 0; day < 13; ++day) {
    told.push_back(Told(day).Exercise("a", v1::DONE_FULL).get());
  }
  EXPECT_EQ(VerdictOf(Counted(Program().Exercise("a", Daily()), told, 0, 12), kBetter),
            Progress::VERDICT_TOO_LITTLE_DATA);
}

std::optional<v1::OutcomeChange> FromTo(double from, double to, int readings = 3) {
  std::vector<v1::CheckIn> told;
  for (int day = 0; day < readings; ++day) {
    told.push_back(Told(day).Pain(from).get());
    told.push_back(Told(27 - day).Pain(to).get());
  }
  return WorstPainChange(told, {DayAt(0), DayAt(27)}, ShippedParameters(), Utc());
}

TEST(WorstPain, ChangesByTwoPointsOrNotAtAll) {
  EXPECT_EQ(FromTo(6, 4)->course(), v1::OUTCOME_COURSE_IMPROVED);
  EXPECT_EQ(FromTo(6, 4.1)->course(), v1::OUTCOME_COURSE_NONE);
  EXPECT_EQ(FromTo(4, 5.9)->course(), v1::OUTCOME_COURSE_NONE);
  EXPECT_EQ(FromTo(4, 6)->course(), v1::OUTCOME_COURSE_WORSE);
  EXPECT_EQ(FromTo(6, 4)->measure(), "nprs-worst");
}

TEST(WorstPain, ThatIsTooLittleToFallByTwoPointsTellsNothingUnlessItRises) {
  EXPECT_EQ(FromTo(1.9, 0)->course(), v1::OUTCOME_COURSE_UNSPECIFIED);
  EXPECT_NE(FromTo(1.9, 0)->sentence().find("too little at the start"), std::string::npos);
  EXPECT_EQ(FromTo(2, 1)->course(), v1::OUTCOME_COURSE_NONE);
  EXPECT_EQ(FromTo(1, 3)->course(), v1::OUTCOME_COURSE_WORSE);
  EXPECT_EQ(VerdictOf(FourWeeks(28, 0), {*FromTo(1, 0)}), Progress::VERDICT_TOO_LITTLE_DATA);
}

TEST(WorstPain, NeedsReadingsAtBothEnds) {
  EXPECT_FALSE(FromTo(6, 2, 1).has_value());
  EXPECT_TRUE(FromTo(6, 2, 2).has_value());
  std::vector<v1::CheckIn> told;
  for (int day = 0; day < 13; ++day) told.push_back(Told(day).Pain(5).get());
  EXPECT_FALSE(
      WorstPainChange(told, {DayAt(0), DayAt(12)}, ShippedParameters(), Utc()).has_value());
}

TEST(WorstPain, ADayCountsOnceByItsWorst) {
  std::vector<v1::CheckIn> told = {Told(0).Pain(6).get(),  Told(0).Pain(2).get(),
                                   Told(1).Pain(6).get(),  Told(26).Pain(6).get(),
                                   Told(27).Pain(6).get(), Told(27).Pain(0).get()};
  const auto change = WorstPainChange(told, {DayAt(0), DayAt(27)}, ShippedParameters(), Utc());
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->from(), 6);
  EXPECT_EQ(change->to(), 6);
  told[0].set_state(v1::RECORD_STATE_RETRACTED);
  EXPECT_EQ(WorstPainChange(told, {DayAt(0), DayAt(27)}, ShippedParameters(), Utc())->from(), 4);
}

}  // namespace
}  // namespace midstance::adherence
