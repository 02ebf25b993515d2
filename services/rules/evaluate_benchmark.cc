#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/rules/backtest.h"
#include "services/rules/evaluate.h"
#include "services/rules/late.h"
#include "services/rules/replay.h"
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

// A clinic whose patients check in every second day and hurt a little, so that no test of a rule is
// satisfied; one in ten has a swelling that stays for two weeks, and a bad night now and then.
std::vector<Report> APatient(int number) {
  constexpr int kCheckIns = 200;
  std::vector<Report> reports;
  for (int i = 0; i < kCheckIns; ++i) {
    const Instant at = kStart + std::chrono::days(2 * i) + std::chrono::minutes(number % 600);
    const bool swollen = number % 10 == 0 && i >= 100 && i < 107;
    const auto name = "patients/p/cases/c/checkIns/" + std::to_string(i);
    Report knee{.name = name,
                .observed = at,
                .entered = at + std::chrono::minutes(1),
                .site = Site{v1::KNEE, number % 2 == 0 ? v1::LEFT : v1::RIGHT},
                .values = {{"worst_nprs", static_cast<double>(i % 4)},
                           {"act_nprs", static_cast<double>(i % 3)},
                           {"rest_nprs", static_cast<double>(i % 2)},
                           {"run_nprs", static_cast<double>(i % 3)},
                           {"swelling", swollen ? 1.0 : 0.0}}};
    if (swollen) knee.values.push_back({"swelling_settles", "no"});
    if (number % 10 == 0 && i % 50 == 0) knee.values.push_back({"night_nights", 3.0});
    reports.push_back(std::move(knee));
  }
  return reports;
}

// An evaluation at each report and whenever the one before says, as Replay does it at once.
int EvaluateEachStep(const CompiledRuleSet& rules, const Timeline& timeline,
                     const std::vector<Report>& reports) {
  int held = 0;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    auto now = Evaluate(rules, timeline, reports[i].entered);
    held += now.results_size();
    while (now.has_recheck_time() && i + 1 < reports.size() &&
           InstantOf(now.recheck_time()) < reports[i + 1].entered) {
      now = Evaluate(rules, timeline, InstantOf(now.recheck_time()));
      held += now.results_size();
    }
  }
  return held;
}

// Check-ins a second, and how many times as many as with an evaluation of each.
void ReplayAClinic(benchmark::State& state) {
  constexpr int kPatients = 100;
  constexpr int kSampled = 10;
  const auto rules = Core();
  const Instant end = kStart + std::chrono::days(450);
  std::vector<Timeline> timelines;
  std::size_t steps = 0;
  for (int number = 0; number < kPatients; ++number) {
    timelines.push_back(Timeline::Build(rules, APatient(number)));
    steps += timelines.back().size();
  }
  using Clock = std::chrono::steady_clock;
  const auto before = Clock::now();
  for (int number = 0; number < kSampled; ++number) {
    benchmark::DoNotOptimize(
        EvaluateEachStep(rules, timelines[static_cast<std::size_t>(number)], APatient(number)));
  }
  const std::chrono::duration<double> one_by_one = Clock::now() - before;
  std::size_t raised = 0, runs = 0;
  const auto begin = Clock::now();
  for (auto _ : state) {
    for (const Timeline& timeline : timelines) raised += Replay(rules, timeline, end).size();
    ++runs;
  }
  const std::chrono::duration<double> replayed = Clock::now() - begin;
  const double each_step = one_by_one.count() / kSampled / 200;
  const double each_replayed =
      replayed.count() / static_cast<double>(steps) / static_cast<double>(runs);
  state.SetItemsProcessed(static_cast<std::int64_t>(steps * runs));
  state.counters["raised"] = static_cast<double>(raised) / static_cast<double>(runs);
  state.counters["times_faster"] = each_step / each_replayed;
}
BENCHMARK(ReplayAClinic)->Unit(benchmark::kMillisecond);

// Check-ins a second of the same clinic, when swelling that stays is one after nine days instead of
// seven: both rule sets build their timelines and go through them.
void BackTestAClinic(benchmark::State& state) {
  constexpr int kPatients = 100;
  constexpr int kNineDays = 9;
  const auto rules = Core();
  v1::RuleSet changed = rules.source();
  for (auto& rule : *changed.mutable_rules()) {
    if (rule.id() != "swelling-persistent") continue;
    auto& run = *rule.mutable_when()->mutable_any_of()->mutable_of(0)->mutable_run();
    run.mutable_span()->set_days(kNineDays);
  }
  const auto candidate = *CompileInUtc(changed);
  const BackTestPeriod period{.since = std::nullopt, .end = kStart + std::chrono::days(450)};
  std::vector<std::vector<Report>> patients;
  for (int number = 0; number < kPatients; ++number) patients.push_back(APatient(number));
  BackTestCounts counts;
  std::int64_t runs = 0;
  for (auto _ : state) {
    counts = {};
    for (const auto& reports : patients) {
      counts.Add(BackTest(rules, candidate, reports, period).counts);
    }
    ++runs;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(counts.reports) * runs);
  state.counters["alarms"] = counts.Alarms().before;
  state.counters["later"] = counts.Of(Change::kLater);
}
BENCHMARK(BackTestAClinic)->Unit(benchmark::kMillisecond);

// The year with many bad weeks of the other measurements.
void ReplayAYear(benchmark::State& state) {
  const auto rules = Core();
  const auto timeline = Timeline::Build(rules, AYear(static_cast<int>(state.range(0))));
  const Instant end = kStart + std::chrono::days(kDays);
  for (auto _ : state) benchmark::DoNotOptimize(Replay(rules, timeline, end));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(ReplayAYear)->Arg(20)->Arg(200)->Arg(2000)->Unit(benchmark::kMicrosecond);

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
