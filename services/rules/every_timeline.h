#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "services/rules/embedded.h"
#include "services/rules/evaluate.h"
#include "services/rules/random_timelines.h"
#include "services/schedule/clinic_calendar.h"
#include "support/testing/trials.h"

// Tries a property on many random timelines; a failure prints its seed.
namespace midstance::rules {

inline constexpr int kMostReports = 12;

// Each property has seeds of its own, so that together they see as many timelines as they say.
inline std::uint64_t OwnSeeds() {
  const auto& unit = *::testing::UnitTest::GetInstance();
  const auto& suite = *unit.current_test_suite();
  std::uint64_t at = 0;
  while (suite.GetTestInfo(static_cast<int>(at)) != unit.current_test_info()) ++at;
  return 1 + at * 1'000'000'000;
}

inline schedule::ClinicCalendar Utc() { return schedule::ClinicCalendar::Utc(); }

// The clocks go forward in the midst of what is tried.
inline schedule::ClinicCalendar InLosAngeles() {
  return *schedule::ClinicCalendar::Make("America/Los_Angeles");
}

// Checks one property on many timelines, half of them under a rule set that uses every part of the
// language. Of a costly one only a part: one in so many.
template <class Check>
void ForAll(const schedule::ClinicCalendar& calendar, const Check& check, std::uint64_t part = 1) {
  const std::vector<CompiledRuleSet> sets = {
      *Compile(*ParseRuleSet(RunningHipCore()), calendar),
      *Compile(*ParseRuleSet(EveryPartOfTheLanguage()), calendar)};
  const std::uint64_t runs = PropertyRuns(100'000 / part);
  const std::uint64_t first = PropertySeed(OwnSeeds());
  int held = 0;
  for (std::uint64_t seed = first; seed < first + runs; ++seed) {
    const CompiledRuleSet& rules = sets[seed % 2];
    RandomReports random(rules, seed);
    const auto reports = random.Some(kMostReports);
    const Timeline timeline = Timeline::Build(rules, reports);
    const Instant as_of = random.Moment(0, 75);
    const v1::Evaluation now = Evaluate(rules, timeline, as_of);
    held += now.results_size() > 0 ? 1 : 0;
    check(rules, random, reports, timeline, as_of, now);
    ASSERT_FALSE(::testing::Test::HasFailure()) << "MIDSTANCE_PROPERTY_SEED=" << seed;
  }
  // The timelines are not so tame that nothing is tested.
  EXPECT_GE(static_cast<std::uint64_t>(held) * 10, runs);
}

}  // namespace midstance::rules
