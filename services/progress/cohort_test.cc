#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "services/adherence/response.h"
#include "services/progress/score_changes.h"
#include "services/progress/score_testing.h"

// Invented patients of whom it is known what they did and how they fared, each with the pain of her
// check-ins and the outcome measures that her clinic happened to record.
namespace midstance::progress {
namespace {

using adherence::Counted;
using adherence::Daily;
using adherence::DayAt;
using adherence::Program;
using adherence::Told;
using v1::Progress;

constexpr int kPatients = 4000;
constexpr unsigned kSeed = 20250310;
constexpr int kLastDay = 41;

struct Invented {
  Progress::Verdict truth;
  v1::Adherence adherence;
  std::vector<v1::OutcomeChange> changes;
};

// Who does the program does 88-100 % of it, who does not 20-65 %. Who gets better gains 18-28
// points of LEFS and 4-6 of PSFS and loses 4-6 of pain; who does not moves by a fifth of that at
// most. Every score is told with an error (LEFS 3 points, PSFS half a point each, pain a point and
// a half). A tenth of the patients has pain that gets worse while function gets better: nobody can
// call that working or not. A fifth tells no pain and a third has no measure at both ends; who has
// neither cannot be judged. A fifth checks in too rarely to tell anything.
Invented Invent(std::mt19937& random) {
  const auto between = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  const auto chance = [&](double of_one) { return between(0, 1) < of_one; };
  const bool does = chance(0.6);
  const bool fares = chance(0.5);
  const bool rare = chance(0.2);
  const bool tells_pain = !chance(0.2);
  const bool lefs = chance(0.4);
  const bool psfs = chance(0.4);
  const bool contradicts = (lefs || psfs) && tells_pain && chance(0.15);
  const double doing = does ? between(0.88, 1) : between(0.2, 0.65);
  const double telling = rare ? between(0, 0.04) : between(0.7, 1);
  const double gain = contradicts ? 1 : fares ? between(0.8, 1.2) : between(-0.15, 0.15);
  const double relief = contradicts ? -between(0.8, 1) : gain;
  const double start = contradicts ? between(2, 4) : between(6.5, 9);

  std::vector<v1::CheckIn> told;
  for (int day = 0; day <= kLastDay; ++day) {
    const double share = std::min(1.0, day / (kLastDay - 7.0));
    const double said =
        std::clamp(std::round(start - 5 * relief * share + between(-1.5, 1.5)), 0.0, 10.0);
    if (!chance(telling)) continue;
    Told one(day);
    one.Exercise("a", chance(doing) ? v1::DONE_FULL : v1::DONE_SKIPPED);
    one.Exercise("b", chance(doing) ? v1::DONE_FULL : v1::DONE_SKIPPED);
    if (tells_pain) one.Pain(said);
    told.push_back(one.get());
  }
  std::vector<v1::OutcomeScore> records;
  const auto points = [&](double score) {
    return static_cast<int>(std::lround(score + between(-3, 3)));
  };
  const auto answer = [&](double score) { return std::round(score + between(-0.5, 0.5)); };
  const double function = between(30, 45);
  const double activity = between(2, 3.4);
  for (const int day : {-2, 20, 40}) {
    const double share = day < 0 ? 0 : day / 40.0;
    if (lefs) records.push_back(Lefs(day, points(function + 23 * gain * share)));
    const double now = activity + 5 * gain * share;
    if (psfs) records.push_back(Psfs(day, answer(now), answer(now), answer(now)));
  }

  const bool measured = tells_pain || lefs || psfs;
  Invented invented;
  invented.truth = rare                       ? Progress::VERDICT_TOO_LITTLE_DATA
                   : !does                    ? Progress::VERDICT_NOT_DONE
                   : !measured || contradicts ? Progress::VERDICT_TOO_LITTLE_DATA
                   : fares                    ? Progress::VERDICT_DONE_WORKING
                                              : Progress::VERDICT_DONE_NOT_WORKING;
  invented.adherence =
      Counted(Program().Exercise("a", Daily()).Exercise("b", Daily()), told, 0, kLastDay);
  const adherence::Days program{DayAt(0), DayAt(kLastDay)};
  const auto& parameters = adherence::ShippedParameters();
  invented.changes =
      ScoreChanges(Measures(), std::move(records), program, parameters, adherence::Utc());
  auto pain = adherence::WorstPainChange(told, program, parameters, adherence::Utc());
  if (pain.has_value()) invented.changes.push_back(*std::move(pain));
  return invented;
}

TEST(ProgressCohort, AtLeast95PercentOfKnownPatientsAreJudgedRightAndNobodysResponseIsGuessed) {
  std::mt19937 random(kSeed);
  int right = 0;
  std::map<std::pair<int, int>, int> table;
  for (int i = 0; i < kPatients; ++i) {
    const auto one = Invent(random);
    const auto judged = Judge(one.adherence, one.changes, adherence::ShippedParameters());
    ++table[{one.truth, judged.verdict}];
    right += judged.verdict == one.truth ? 1 : 0;
    if (one.truth == Progress::VERDICT_TOO_LITTLE_DATA) {
      EXPECT_NE(judged.verdict, Progress::VERDICT_DONE_WORKING) << judged.because;
      EXPECT_NE(judged.verdict, Progress::VERDICT_DONE_NOT_WORKING) << judged.because;
    }
    if (HasFailure()) return;
  }
  for (const auto& [pair, count] : table) {
    std::cout << Progress::Verdict_Name(pair.first) << " judged "
              << Progress::Verdict_Name(pair.second) << ": " << count << '\n';
  }
  std::cout << right << " of " << kPatients << " right, seed " << kSeed << '\n';
  EXPECT_GE(right, kPatients * 95 / 100);
  // At most one in two hundred is taken for the opposite.
  const auto taken_for = [&](Progress::Verdict truth, Progress::Verdict verdict) {
    const auto found = table.find({truth, verdict});
    return found == table.end() ? 0 : found->second;
  };
  EXPECT_LE(taken_for(Progress::VERDICT_DONE_WORKING, Progress::VERDICT_DONE_NOT_WORKING) +
                taken_for(Progress::VERDICT_DONE_NOT_WORKING, Progress::VERDICT_DONE_WORKING),
            kPatients / 200);
}

}  // namespace
}  // namespace midstance::progress
