#include "tests/bench/rules_bench.h"

#include <chrono>
#include <vector>

#include "services/rules/compile.h"
#include "services/rules/embedded.h"
#include "services/rules/evaluate.h"
#include "services/schedule/clinic_calendar.h"
#include "support/status.h"
#include "tests/bench/report.h"

namespace midstance::bench {
namespace {

constexpr int kRounds = 15;
constexpr std::chrono::milliseconds kRound{40};

// `entries` check-ins spread over one year: mostly quiet, with swellings that come and go, hard
// nights and a week of rest pain, so that runs, repeats and windows have something to look at.
rules::Timeline MakeYear(const rules::CompiledRuleSet& rules, int entries) {
  const Instant start = FromMicros(1'700'000'000'000'000);
  const std::chrono::minutes step{365 * 24 * 60 / entries};
  std::vector<rules::Report> reports;
  for (int i = 0; i < entries; ++i) {
    const Instant at = start + step * i;
    const std::string name = "patients/p/cases/c/checkIns/" + std::to_string(100'000 + i);
    const bool bad_week = i * 50 / entries % 6 == 5;
    rules::Report hip{.name = name,
                      .observed = at,
                      .entered = at + std::chrono::minutes{5},
                      .site = rules::Site{rules::v1::HIP, rules::v1::LEFT},
                      .values = {{"rest_nprs", bad_week ? 4.0 : 1.0},
                                 {"run_nprs", static_cast<double>(i % 5)},
                                 {"swelling", bad_week ? 1.0 : 0.0},
                                 {"night_pattern", std::string(bad_week ? "unknown" : "none")},
                                 {"night_nights", bad_week ? 2.0 : 0.0},
                                 {"move_difficulty", static_cast<double>(i % 2)}}};
    if (i % 3 == 0) {
      reports.push_back({.name = name,
                         .observed = hip.observed,
                         .entered = hip.entered,
                         .site = rules::Site{rules::v1::KNEE, rules::v1::RIGHT},
                         .values = {{"act_nprs", 2.0}, {"swelling", 0.0}}});
    }
    reports.push_back(
        {.name = name,
         .observed = hip.observed,
         .entered = hip.entered,
         .site = std::nullopt,
         .values = {{"load_off_h", 24.0 + i % 48}, {"fever", rules::Answer::kAbsent}}});
    reports.push_back(std::move(hip));
  }
  return rules::Timeline::Build(rules, reports);
}

double MicrosPerEvaluation(const rules::CompiledRuleSet& rules, const rules::Timeline& timeline,
                           Instant as_of) {
  const auto begin = std::chrono::steady_clock::now();
  int evaluations = 0;
  std::chrono::duration<double, std::micro> took{0};
  for (; took < kRound; took = std::chrono::steady_clock::now() - begin) {
    // The empty check keeps the call from being optimised away.
    if (rules::Evaluate(rules, timeline, as_of).ByteSizeLong() > 0) ++evaluations;
  }
  return evaluations > 0 ? took.count() / evaluations : 0;
}

}  // namespace

absl::StatusOr<RuleTimes> MeasureRules() {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto source, rules::ParseRuleSet(rules::RunningHipCore()));
  MIDSTANCE_ASSIGN_OR_RETURN(const rules::CompiledRuleSet rules,
                             rules::Compile(source, schedule::ClinicCalendar::Utc()));
  const rules::Timeline year = MakeYear(rules, 200);
  const rules::Timeline dense_year = MakeYear(rules, 2000);
  const Instant as_of = FromMicros(1'700'000'000'000'000) + std::chrono::hours{365 * 24};
  std::vector<double> small;
  std::vector<double> large;
  for (int round = 0; round < kRounds; ++round) {
    small.push_back(MicrosPerEvaluation(rules, year, as_of));
    large.push_back(MicrosPerEvaluation(rules, dense_year, as_of));
  }
  return RuleTimes{.micros_200 = MedianOf(small), .micros_2000 = MedianOf(large)};
}

}  // namespace midstance::bench
