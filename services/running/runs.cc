#include "services/running/runs.h"

#include <algorithm>
#include <chrono>
#include <map>

namespace midstance::running {
namespace {

using std::chrono::days;

std::chrono::days DaysOf(double count) { return days{static_cast<int>(count)}; }

bool TellsOfRunning(const Report& report) {
  return report.run.has_value() || report.run_pain.has_value();
}
bool SaysRan(const Report& report) {
  return report.run_pain.has_value() ||
         (report.run.has_value() && report.run->done() != v1::DONE_SKIPPED);
}

template <class T>
void AddWorst(Told<T>& told, const std::optional<T>& value, const Report& from) {
  if (!value.has_value()) return;
  told.value = told.value.has_value() ? std::max(*told.value, *value) : *value;
  told.from.push_back(&from);
}

// The lower median of the worst answer of each morning in [first, last].
std::optional<double> UsualOf(std::span<const Report> reports, Day first, Day last,
                              std::optional<double> Report::*answer) {
  std::map<Day, double> mornings;
  for (const Report& report : reports) {
    if (report.morning < first || report.morning > last || !(report.*answer).has_value()) continue;
    const auto [at, fresh] = mornings.emplace(report.morning, *(report.*answer));
    if (!fresh) at->second = std::max(at->second, *(report.*answer));
  }
  if (mornings.empty()) return std::nullopt;
  std::vector<double> values;
  values.reserve(mornings.size());
  for (const auto& morning : mornings) values.push_back(morning.second);
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// What the day itself tells.
Run DayOfRunning(Day day, const Evidence& told) {
  Run run;
  run.day = day;
  run.told = told;
  for (const Report* report : told) {
    run.ran |= SaysRan(*report);
    AddWorst(run.pain, report->run_pain, *report);
    if (!report->run.has_value()) continue;
    run.full |= report->run->done() == v1::DONE_FULL;
    if (report->run->has_minutes()) run.minutes = run.minutes.value_or(0) + report->run->minutes();
    if (report->run->has_stage()) run.stage = std::max(run.stage.value_or(0), report->run->stage());
  }
  return run;
}

// The days between a run and the next.
struct After {
  Instant begin;  // the first report of the run
  Instant end;    // the first report of the next
  Day last;       // the day after the run
};

void AddSwelling(const Table& table, std::span<const Report> reports, const After& after,
                 Run& run) {
  const auto settled_by =
      after.begin + std::chrono::hours{static_cast<int>(table.limits().swelling_hours)};
  const Day earliest = run.day - DaysOf(table.limits().usual_days);
  const Day latest = run.day + DaysOf(table.limits().swelling_days);
  for (const Report& report : reports) {
    if (report.observed < after.begin && report.day >= earliest && report.swelling.has_value()) {
      run.swelling_before = report.swelling;
    }
  }
  Evidence longer;
  for (const Report& report : reports) {
    if (report.observed < after.begin || report.observed >= after.end || report.day > latest) {
      continue;
    }
    if (report.day <= after.last) AddWorst(run.swelling, report.swelling, report);
    const double swelling = report.swelling.value_or(0);
    const bool more = swelling > run.swelling_before.value_or(0);
    if (more && report.observed >= settled_by) longer.push_back(&report);
    if (report.settles == Settles::kNo && (more || !report.swelling.has_value())) {
      longer.push_back(&report);
    }
  }
  run.lingering = std::move(longer);
}

void AddAftermath(const Table& table, std::span<const Report> reports, const After& after,
                  Run& run) {
  const Day first_usual = run.day - DaysOf(table.limits().usual_days) + days{1};
  run.usual = UsualOf(reports, first_usual, run.day, &Report::morning_pain);
  run.usual_stiffness = UsualOf(reports, first_usual, run.day, &Report::stiffness);
  for (const Report& report : reports) {
    if (report.morning == after.last) {
      AddWorst(run.morning, report.morning_pain, report);
      AddWorst(run.stiffness, report.stiffness, report);
    }
    if (report.day >= run.day && report.day <= after.last && report.observed < after.end) {
      AddWorst(run.walking, report.walking, report);
    }
  }
  AddSwelling(table, reports, after, run);
}

}  // namespace

std::vector<Run> RunsOf(const Table& table, std::span<const Report> reports, Day from) {
  std::map<Day, Evidence> by_day;
  for (const Report& report : reports) {
    if (report.day >= from && TellsOfRunning(report)) by_day[report.day].push_back(&report);
  }
  std::vector<Run> runs;
  runs.reserve(by_day.size());
  for (const auto& [day, told] : by_day) runs.push_back(DayOfRunning(day, told));
  Instant next = Instant::max();
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (!run->ran) continue;
    const After after{run->told.front()->observed, next, run->day + days{1}};
    AddAftermath(table, reports, after, *run);
    next = after.begin;
  }
  return runs;
}

}  // namespace midstance::running
