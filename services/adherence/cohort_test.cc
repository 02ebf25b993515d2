#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <random>
#include <vector>

#include "services/adherence/program_testing.h"
#include "services/adherence/response.h"

// Invented patients of whom it is known what they did and how they fared.
namespace midstance::adherence {
namespace {

using v1::Progress;

constexpr int kPatients = 3000;
constexpr unsigned kSeed = 20250303;
constexpr int kWeeksOfCohort = 6;
constexpr int kLastDay = kWeeksOfCohort * 7 - 1;

struct Invented {
  Progress::Verdict truth;
  v1::Adherence adherence;
  std::optional<v1::OutcomeChange> pain;
};

// Patients a clinician could label at a glance: who does the program does 88-100 % of it, who does
// not 20-65 %; who gets better loses 3-6 points of pain, who does not at most 1. Pain is told with
// an error of up to a point and a half and rounded; most check in on 65-100 % of the days. A fifth
// checks in too rarely to tell anything.
Invented Invent(std::mt19937& random) {
  const auto between = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  const bool does = between(0, 1) < 0.5;
  const bool fares = between(0, 1) < 0.5;
  const bool rare = between(0, 1) < 0.2;
  const double doing = does ? between(0.88, 1) : between(0.2, 0.65);
  const double telling = rare ? between(0, 0.04) : between(0.65, 1);
  const double start = between(6, 9);
  const double end = start - (fares ? between(3, 6) : between(-1, 1));

  std::vector<v1::CheckIn> told;
  for (int day = 0; day <= kLastDay; ++day) {
    const bool did_one = between(0, 1) < doing;
    const bool did_other = between(0, 1) < doing;
    const double pain = start + (end - start) * std::min(1.0, day / (kLastDay - 7.0));
    const double said = std::clamp(std::round(pain + between(-1.5, 1.5)), 0.0, 10.0);
    if (between(0, 1) >= telling) continue;
    told.push_back(Told(day)
                       .Exercise("a", did_one ? v1::DONE_FULL : v1::DONE_SKIPPED)
                       .Exercise("b", did_other ? v1::DONE_FULL : v1::DONE_SKIPPED)
                       .Pain(said)
                       .get());
  }
  Invented invented;
  invented.truth = rare    ? Progress::VERDICT_TOO_LITTLE_DATA
                   : !does ? Progress::VERDICT_NOT_DONE
                   : fares ? Progress::VERDICT_DONE_WORKING
                           : Progress::VERDICT_DONE_NOT_WORKING;
  invented.adherence =
      Counted(Program().Exercise("a", Daily()).Exercise("b", Daily()), told, 0, kLastDay);
  invented.pain = WorstPainChange(told, {DayAt(0), DayAt(kLastDay)}, ShippedParameters(), Utc());
  return invented;
}

TEST(Cohort, AtLeast95PercentOfKnownPatientsAreJudgedRightAndNobodyIsGuessed) {
  std::mt19937 random(kSeed);
  int right = 0;
  int guessed = 0;
  std::map<std::pair<int, int>, int> table;
  for (int i = 0; i < kPatients; ++i) {
    const auto one = Invent(random);
    std::vector<v1::OutcomeChange> changes;
    if (one.pain.has_value()) changes.push_back(*one.pain);
    const auto verdict = Judge(one.adherence, changes, ShippedParameters()).verdict;
    ++table[{one.truth, verdict}];
    right += verdict == one.truth ? 1 : 0;
    guessed += one.truth == Progress::VERDICT_TOO_LITTLE_DATA && verdict != one.truth ? 1 : 0;
  }
  for (const auto& [pair, count] : table) {
    std::cout << Progress::Verdict_Name(pair.first) << " judged "
              << Progress::Verdict_Name(pair.second) << ": " << count << '\n';
  }
  std::cout << right << " of " << kPatients << " right, seed " << kSeed << '\n';
  EXPECT_GE(right, kPatients * 95 / 100);
  EXPECT_EQ(guessed, 0);
}

}  // namespace
}  // namespace midstance::adherence
