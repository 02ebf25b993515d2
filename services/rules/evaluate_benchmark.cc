#include <benchmark/benchmark.h>

#include <vector>

#include "services/rules/evaluate.h"
#include "services/rules/late.h"
#include "services/rules/testing.h"
#include "services/rules/timeline.h"

namespace midstance::rules {
namespace {

constexpr int kDays = 365;
const Instant kStart{Day{std::chrono::year{2026} / 1 / 5}};

// A year of a runner with two sore places: `count` check-ins, each of one place with the answers
// that a form asks for. Every twentieth tells of something that a rule looks at closely.
std::vector<Report> AYear(int count) {
  std::vector<Report> reports;
  for (int i = 0; i < count; ++i) {
    const Instant at = kStart + Duration(std::chrono::days(kDays)) * i / count;
    const bool bad = i % 20 >= 17;
    const auto name = "patients/01hq/cases/01hr/checkIns/" + std::to_string(i);
    reports.push_back({name,
                       at,
                       at,
                       Site{i % 3 == 0 ? v1::HIP : v1::KNEE, v1::LEFT},
                       {{"swelling", bad ? 1.0 : 0.0},
                        {"swelling_settles", bad ? "no" : "yes"},
                        {"rest_nprs", bad ? 3.0 : 1.0},
                        {"act_nprs", static_cast<double>(i % 6)},
                        {"night_nights", static_cast<double>(bad ? 2 : 0)},
                        {"move_difficulty", static_cast<double>(bad ? 1 : 0)},
                        {"warmth", Answer::kAbsent},
                        {"redness", Answer::kAbsent}}});
    reports.push_back(
        {name, at, at, std::nullopt, {{"load_off_h", static_cast<double>(20 + i % 60)}}});
  }
  return reports;
}

CompiledRuleSet Core() { return CoreInUtc(); }

void EvaluateAYear(benchmark::State& state) {
  const auto rules = Core();
  const auto timeline = Timeline::Build(rules, AYear(static_cast<int>(state.range(0))));
  const Instant as_of = kStart + std::chrono::days(kDays);
  int results = 0;
  for (auto _ : state) results += Evaluate(rules, timeline, as_of).results_size();
  state.counters["held"] = benchmark::Counter(results, benchmark::Counter::kAvgIterations);
}
BENCHMARK(EvaluateAYear)->Arg(20)->Arg(200)->Arg(2000)->Unit(benchmark::kMicrosecond);

// The same year, and a last check-in that raises three flags and asks for their traces.
void EvaluateAYearWithFlags(benchmark::State& state) {
  const auto rules = Core();
  const Instant as_of = kStart + std::chrono::days(kDays);
  const std::vector<Report> hot = {
      {"patients/01hq/cases/01hr/checkIns/hot",
       as_of,
       as_of,
       Site{v1::KNEE, v1::LEFT},
       {{"swelling", 2.0}, {"warmth", Answer::kPresent}, {"move_difficulty", 3.0}}}};
  const auto timeline =
      Timeline::Build(rules, AYear(static_cast<int>(state.range(0)))).With(rules, hot);
  int results = 0;
  for (auto _ : state) results += Evaluate(rules, timeline, as_of).results_size();
  state.counters["held"] = benchmark::Counter(results, benchmark::Counter::kAvgIterations);
}
BENCHMARK(EvaluateAYearWithFlags)->Arg(200)->Arg(2000)->Unit(benchmark::kMicrosecond);

// A report that arrives a year late: the rules look again from every moment since.
void LookBackOverAYear(benchmark::State& state) {
  const auto rules = Core();
  const auto timeline = Timeline::Build(rules, AYear(static_cast<int>(state.range(0))));
  const auto now = Evaluate(rules, timeline, kStart + std::chrono::days(kDays));
  for (auto _ : state) {
    benchmark::DoNotOptimize(HeldBefore(rules, timeline, kStart, "late", now));
  }
}
BENCHMARK(LookBackOverAYear)->Arg(20)->Arg(200)->Unit(benchmark::kMicrosecond);

void ExplainAYear(benchmark::State& state) {
  const auto rules = Core();
  const auto timeline = Timeline::Build(rules, AYear(static_cast<int>(state.range(0))));
  const Instant as_of = kStart + std::chrono::days(kDays);
  for (auto _ : state) {
    benchmark::DoNotOptimize(Evaluate(rules, timeline, as_of, {.explain_all = true}));
  }
}
BENCHMARK(ExplainAYear)->Arg(200)->Unit(benchmark::kMicrosecond);

void BuildAYear(benchmark::State& state) {
  const auto rules = Core();
  const auto reports = AYear(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(Timeline::Build(rules, reports));
}
BENCHMARK(BuildAYear)->Arg(200)->Arg(2000)->Unit(benchmark::kMicrosecond);

void ExtendAYear(benchmark::State& state) {
  const auto rules = Core();
  const auto timeline = Timeline::Build(rules, AYear(200));
  const std::vector<Report> one = {{"new",
                                    kStart + std::chrono::days(kDays),
                                    kStart + std::chrono::days(kDays),
                                    Site{v1::HIP, v1::LEFT},
                                    {{"swelling", 1.0}, {"swelling_settles", "no"}}}};
  for (auto _ : state) benchmark::DoNotOptimize(timeline.With(rules, one));
}
BENCHMARK(ExtendAYear)->Unit(benchmark::kMicrosecond);

void CompileTheCore(benchmark::State& state) {
  const auto parsed = *ParseRuleSet(RunningHipCore());
  for (auto _ : state) benchmark::DoNotOptimize(CompileInUtc(parsed));
}
BENCHMARK(CompileTheCore)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace midstance::rules

BENCHMARK_MAIN();
