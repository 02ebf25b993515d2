#include "services/adherence/adherence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "services/adherence/program_testing.h"

namespace midstance::adherence {
namespace {

using std::chrono_literals::operator""h;

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

std::vector<v1::CheckIn> FullOn(const std::vector<int>& days, const std::string& id = "a") {
  std::vector<v1::CheckIn> told;
  for (const int day : days) told.push_back(Told(day).Exercise(id, v1::DONE_FULL).get());
  return told;
}

// The computed examples: program, what was told, window, percent and whether 80 % are reached.
struct Vector {
  std::string id;
  std::function<v1::Adherence()> counted;
  double percent;
  bool reached;
};

v1::Adherence EighteenOf24Sets() {
  std::vector<v1::CheckIn> told;
  const int sets[] = {3, 3, 2, 1, 3, 0, 3, 3};  // of 3 a day on 8 days
  for (int day = 0; day < 8; ++day) {
    told.push_back(Told(day).Exercise("a", v1::DONE_PART, sets[day]).get());
  }
  return Counted(Program().Exercise("a", WithSets(Daily(), 3)), told, 0, 7);
}

v1::Adherence OneOfThreeSkipped() {
  std::vector<v1::CheckIn> told;
  for (int day = 0; day < 5; ++day) {
    told.push_back(Told(day)
                       .Exercise("a", v1::DONE_FULL)
                       .Exercise("b", v1::DONE_FULL)
                       .Exercise("c", v1::DONE_SKIPPED)
                       .get());
  }
  return Counted(Program().Exercise("a", Daily()).Exercise("b", Daily()).Exercise("c", Daily()),
                 told, 0, 5);
}

v1::Adherence ThirtyOf24Sets() {
  std::vector<v1::CheckIn> told;
  const int sets[] = {4, 4, 4, 4, 4, 4, 3, 3};
  for (int day = 0; day < 8; ++day) {
    told.push_back(Told(day).Exercise("a", v1::DONE_PART, sets[day]).get());
  }
  return Counted(Program().Exercise("a", WithSets(Daily(), 3)), told, 0, 7);
}

v1::Adherence TwoOfSevenExcused() {
  return Counted(Program().Exercise("a", Daily()).Excuse(2, 3), FullOn({0, 1, 2, 4, 6}), 0, 6);
}

class AdherenceVector : public ::testing::TestWithParam<Vector> {};

TEST_P(AdherenceVector, GivesWhatWasComputedByHand) {
  const auto adherence = GetParam().counted();
  EXPECT_NEAR(adherence.overall().percent(), GetParam().percent, 0.05);
  EXPECT_EQ(adherence.reached(), GetParam().reached);
}

INSTANTIATE_TEST_SUITE_P(
    Section7, AdherenceVector,
    ::testing::Values(Vector{"sets_18_of_24", EighteenOf24Sets, 75, false},
                      Vector{"one_of_three_skipped_and_a_day_missed", OneOfThreeSkipped, 55.6,
                             false},
                      Vector{"sets_30_of_24_are_capped", ThirtyOf24Sets, 100, true},
                      Vector{"two_of_seven_days_excused", TwoOfSevenExcused, 80, true}),
    [](const auto& vector) { return vector.param.id; });

TEST(AdherenceFormula, ANewPrescriptionSplitsTheWindow) {
  auto program = Program().Exercise("a", Daily()).From(4).Exercise("b", Daily(2));
  auto told = FullOn({0, 1, 2, 3});
  told.push_back(Told(4).Exercise("a", v1::DONE_FULL).Exercise("b", v1::DONE_FULL).get());
  const auto adherence = Counted(program, told, 0, 6);
  EXPECT_DOUBLE_EQ(adherence.overall().prescribed(), 4 + 2 * 3);
  EXPECT_DOUBLE_EQ(adherence.overall().done(), 4 + 2);
  ASSERT_THAT(adherence.exercises(), SizeIs(2));
  EXPECT_DOUBLE_EQ(adherence.exercises(0).count().percent(), 100);
}

TEST(AdherenceFormula, DaysBeforeTheStartAndAfterTheEndDoNotCount) {
  auto program = Program().Exercise("a", Daily()).Until(3);
  const auto adherence = Counted(program, FullOn({-2, 0, 1, 5}), -7, 7);
  EXPECT_EQ(adherence.first_date(), DayText(DayAt(0)));
  EXPECT_EQ(adherence.last_date(), DayText(DayAt(3)));
  EXPECT_DOUBLE_EQ(adherence.overall().percent(), 50);
}

TEST(AdherenceFormula, AProgramOnHoldOrStoppedEndsWithTheDayBeforeACompletedOneWithTheDay) {
  const auto prescribed = [](v1::Enrollment::State state) {
    return Counted(Program().Exercise("a", Daily()).In(state, 4), {}, 0, 9).overall().prescribed();
  };
  EXPECT_DOUBLE_EQ(prescribed(v1::Enrollment::STATE_ACTIVE), 10);
  EXPECT_DOUBLE_EQ(prescribed(v1::Enrollment::STATE_ON_HOLD), 4);
  EXPECT_DOUBLE_EQ(prescribed(v1::Enrollment::STATE_STOPPED), 4);
  EXPECT_DOUBLE_EQ(prescribed(v1::Enrollment::STATE_COMPLETED), 5);
}

TEST(AdherenceFormula, AHeldExerciseDoesNotCountFromTheDayOfItsHold) {
  const auto adherence = Counted(
      Program().Exercise("b", Daily()).Exercise("a", Daily()).HeldFrom(2), FullOn({0, 1}), 0, 6);
  EXPECT_DOUBLE_EQ(adherence.exercises(0).count().prescribed(), 2);
  EXPECT_DOUBLE_EQ(adherence.exercises(0).count().percent(), 100);
  EXPECT_DOUBLE_EQ(adherence.exercises(1).count().prescribed(), 7);
}

TEST(AdherenceFormula, AHoldThatWasLiftedTakesOutItsDaysAndNoMore) {
  const auto adherence =
      Counted(Program().Exercise("a", Daily()).HeldAndLifted(2, 4), FullOn({0, 1, 4, 5, 6}), 0, 6);
  EXPECT_DOUBLE_EQ(adherence.exercises(0).count().prescribed(), 5);
  EXPECT_DOUBLE_EQ(adherence.exercises(0).count().percent(), 100);
}

TEST(AdherenceFormula, APartCountsByItsSetsIfTheyWereToldAndElseByHalf) {
  const std::vector<v1::CheckIn> told = {Told(0).Exercise("a", v1::DONE_PART, 1).get(),
                                         Told(1).Exercise("a", v1::DONE_PART).get()};
  const auto adherence = Counted(Program().Exercise("a", WithSets(Daily(), 4)), told, 0, 1);
  EXPECT_DOUBLE_EQ(adherence.overall().done(), 0.25 + 0.5);
}

TEST(AdherenceFormula, NoDayEarnsMoreThanItsDose) {
  const std::vector<v1::CheckIn> told = {Told(0).Exercise("a", v1::DONE_PART, 90).get()};
  EXPECT_DOUBLE_EQ(
      Counted(Program().Exercise("a", WithSets(Daily(), 3)), told, 0, 1).overall().percent(), 50);
}

TEST(AdherenceFormula, ADayToldTwiceIsNotADayDoneTwice) {
  const std::vector<v1::CheckIn> told = {Told(0).Exercise("a", v1::DONE_SKIPPED).get(),
                                         Told(0).Exercise("a", v1::DONE_FULL).get(),
                                         Told(0).Exercise("a", v1::DONE_PART).get()};
  const auto adherence = Counted(Program().Exercise("a", Weekly(3)), told, 0, 6);
  EXPECT_DOUBLE_EQ(adherence.overall().done(), 1);
}

TEST(AdherenceFormula, LeftAndRightAreCountedApart) {
  auto program =
      Program().Exercise("a", Daily(), v1::SIDE_LEFT).Exercise("a", Daily(), v1::SIDE_RIGHT);
  const std::vector<v1::CheckIn> told = {
      Told(0).Exercise("a", v1::DONE_FULL, -1, v1::SIDE_LEFT).get()};
  const auto adherence = Counted(program, told, 0, 0);
  EXPECT_DOUBLE_EQ(adherence.exercises(0).count().percent(), 100);
  EXPECT_DOUBLE_EQ(adherence.exercises(1).count().percent(), 0);
}

TEST(AdherenceFormula, SessionsByTheWeekMayBeDoneOnAnyDayAndNotSavedUp) {
  auto program = Program().Exercise("a", Weekly(3));
  EXPECT_DOUBLE_EQ(Counted(program, FullOn({4, 5, 6}), 0, 6).overall().percent(), 100);
  const auto two_weeks = Counted(program, FullOn({0, 1, 2, 3, 4, 5, 6}), 0, 13);
  EXPECT_NEAR(two_weeks.overall().prescribed(), 6, 1e-9);
  EXPECT_NEAR(two_weeks.overall().percent(), 50, 1e-9);
}

TEST(AdherenceFormula, AWeekThatIsNotOverAsksForItsPartOnly) {
  const auto adherence = Counted(Program().Exercise("a", Weekly(3)), FullOn({0}), 0, 1);
  EXPECT_NEAR(adherence.overall().prescribed(), 6.0 / 7, 1e-9);
  EXPECT_NEAR(adherence.overall().percent(), 100, 1e-9);
}

TEST(AdherenceFormula, EverySoManyDaysAndGivenWeekdaysMayBeDoneLate) {
  EXPECT_DOUBLE_EQ(
      Counted(Program().Exercise("a", Every(2)), FullOn({1, 2, 5}), 0, 5).overall().percent(), 100);
  v1::Dose dose;
  dose.add_days(v1::WEEKDAY_MONDAY);
  dose.add_days(v1::WEEKDAY_THURSDAY);
  const auto adherence = Counted(Program().Exercise("a", dose), FullOn({1, 3}), 0, 6);
  EXPECT_DOUBLE_EQ(adherence.overall().prescribed(), 2);
  EXPECT_DOUBLE_EQ(adherence.overall().percent(), 100);
  EXPECT_EQ(adherence.days().expected(), 2);
}

TEST(AdherenceFormula, ADoseThatDoesNotTellHowOftenIsOnceADay) {
  EXPECT_DOUBLE_EQ(Counted(Program().Exercise("a", v1::Dose()), {}, 0, 6).overall().prescribed(),
                   7);
}

TEST(AdherenceFormula, RecordsThatDoNotCountAndLaterOnesArePassedOver) {
  auto told = FullOn({0, 1, 5});
  told[1].set_state(v1::RECORD_STATE_RETRACTED);
  EXPECT_DOUBLE_EQ(Counted(Program().Exercise("a", Daily()), told, 0, 3).overall().done(), 1);
}

TEST(AdherenceThreshold, IsReachedAtEightyAndNotBelow) {
  EXPECT_TRUE(Reaches(80, ShippedParameters()));
  EXPECT_FALSE(Reaches(79.99, ShippedParameters()));
  EXPECT_FALSE(Counted(Program().Exercise("a", Daily()), {}, 10, 9).has_reached());
}

TEST(AdherenceExerciseCount, MoreThanFourAreWarnedOfAndFourAreNot) {
  auto program = Program();
  for (const char* id : {"a", "b", "c", "d"}) program.Exercise(id, Daily());
  program.Exercise("d", Daily(), v1::SIDE_LEFT);
  std::vector<v1::Enrollment> enrollments = {program.get()};
  EXPECT_EQ(TooManyExercises(enrollments, DayAt(0), ShippedParameters(), Utc()), "");
  program.Exercise("e", Daily());
  enrollments = {program.get()};
  EXPECT_THAT(TooManyExercises(enrollments, DayAt(0), ShippedParameters(), Utc()),
              HasSubstr("5 exercises are prescribed; 2 to 4 are advised"));
  EXPECT_EQ(TooManyExercises(enrollments, DayAt(-1), ShippedParameters(), Utc()), "");
}

TEST(AdherenceSilence, IsShownAsSilenceBesideBothNumbers) {
  auto told = FullOn({0, 1, 2});
  told.push_back(Told(3).Exercise("a", v1::DONE_SKIPPED).get());
  told.push_back(Told(4).Pain(3).get());
  const auto adherence = Counted(Program().Exercise("a", Daily()), told, 0, 9);
  EXPECT_DOUBLE_EQ(adherence.overall().percent(), 30);
  EXPECT_DOUBLE_EQ(adherence.overall().percent_of_told(), 75);
  EXPECT_EQ(adherence.days().expected(), 10);
  EXPECT_EQ(adherence.days().told(), 4);
  EXPECT_EQ(adherence.days().unmentioned(), 1);
  EXPECT_EQ(adherence.days().silent(), 5);
  EXPECT_THAT(adherence.sentences(),
              Contains(HasSubstr("Nothing is known of 5 days without a check-in")));
}

TEST(AdherenceSilence, NobodyWhoToldNothingIsSaidToHaveDoneNothingOfWhatWasTold) {
  const auto adherence = Counted(Program().Exercise("a", Daily()), {}, 0, 6);
  EXPECT_DOUBLE_EQ(adherence.overall().percent(), 0);
  EXPECT_FALSE(adherence.overall().has_percent_of_told());
  EXPECT_EQ(adherence.days().silent(), 7);
}

TEST(AdherenceWindow, GoesByWeeksFromMondayOn) {
  const auto adherence = Counted(Program().Exercise("a", Daily()), FullOn({3, 4, 7}), 3, 8);
  ASSERT_THAT(adherence.weeks(), SizeIs(2));
  EXPECT_EQ(adherence.weeks(0).first_date(), DayText(DayAt(3)));
  EXPECT_EQ(adherence.weeks(0).last_date(), DayText(DayAt(6)));
  EXPECT_DOUBLE_EQ(adherence.weeks(0).count().percent(), 50);
  EXPECT_EQ(adherence.weeks(1).first_date(), DayText(DayAt(7)));
  EXPECT_EQ(adherence.weeks(1).days().silent(), 1);
}

TEST(AdherenceWindow, WithoutAProgramSaysSo) {
  const Ledger ledger({}, {}, DayAt(9), ShippedParameters(), Utc());
  const auto adherence = AdherenceIn(ledger, {DayAt(0), DayAt(9)}, ShippedParameters());
  EXPECT_EQ(adherence.first_date(), "");
  EXPECT_FALSE(adherence.overall().has_percent());
  EXPECT_THAT(adherence.sentences(), SizeIs(1));
}

TEST(AdherenceWindow, SaysItInASentence) {
  EXPECT_THAT(EighteenOf24Sets().sentences(),
              Contains(HasSubstr("75 %, below the 80 % that are aimed at")));
  EXPECT_THAT(TwoOfSevenExcused().sentences(), Contains(HasSubstr("2 days excused")));
  EXPECT_THAT(ThirtyOf24Sets().sentences(), Not(Contains(HasSubstr("without a check-in"))));
  EXPECT_EQ(NumberText(55.55), "55.6");
  EXPECT_EQ(NumberText(4), "4");
}

// 17:00 in Los Angeles is the next day of UTC; the clocks change on day 6.
TEST(AdherenceFormula, AnEveningCountsForItsDayInTheClinic) {
  for (const auto& [day, evening] : {std::pair(3, 25h), std::pair(6, 24h)}) {
    const std::vector told = {
        Told(day).Exercise("a", v1::DONE_FULL).At(Instant{DayAt(day)} + evening).get()};
    const auto adherence =
        Counted(Program().Exercise("a", Daily()), told, day, day, day, InLosAngeles());
    EXPECT_EQ(adherence.overall().done(), 1) << day;
    EXPECT_EQ(adherence.days().told(), 1) << day;
  }
}

TEST(AdherenceFormula, AProgramThatIsStoppedInTheEveningCountsUntilTheDayBefore) {
  auto program = Program().Exercise("a", Daily());
  program.get().set_state(v1::Enrollment::STATE_STOPPED);
  *program.get().mutable_state_time() = TimestampOf(Instant{DayAt(3)} + 26h);
  EXPECT_EQ(Counted(program, {}, 0, 9, 9, InLosAngeles()).overall().prescribed(), 3);
}

}  // namespace
}  // namespace midstance::adherence
