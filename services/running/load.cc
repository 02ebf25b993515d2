#include "services/running/load.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace midstance::running {
namespace {

using std::chrono::days;

std::int64_t MetresOf(double distance_km) { return std::llround(distance_km * 1000); }

// Whether `value` is more than `percent` above `base`, exactly.
bool ExceedsBy(double value_km, double base_km, double percent) {
  return MetresOf(value_km) * 100 > MetresOf(base_km) * (100 + std::llround(percent));
}

void AddTo(std::optional<double>& sum, const std::optional<double>& value) {
  if (value.has_value()) sum = sum.value_or(0) + *value;
}

v1::LoadWeek WeekOf(std::span<const LoadRun> runs, Day monday, Day today) {
  v1::LoadWeek week;
  week.set_start_date(DayText(monday));
  week.set_complete(monday + days{7} <= today);
  std::optional<double> distance;
  std::optional<double> minutes;
  std::optional<double> load;
  for (const LoadRun& run : runs) {
    if (MondayOf(run.day) != monday) continue;
    if (run.missed) {
      week.set_missed(week.missed() + 1);
      continue;
    }
    week.set_sessions(week.sessions() + 1);
    AddTo(distance, run.distance_km);
    AddTo(minutes, run.minutes);
    if (run.exertion.has_value() && run.minutes.has_value())
      AddTo(load, SessionLoad(*run.exertion, *run.minutes));
    if (run.distance_km.has_value())
      week.set_longest_km(std::max(week.longest_km(), *run.distance_km));
  }
  if (distance.has_value()) week.set_distance_km(*distance);
  if (minutes.has_value()) week.set_minutes(*minutes);
  if (load.has_value()) week.set_session_load(*load);
  return week;
}

void Compare(const Table& table, std::span<const v1::LoadWeek> before, v1::LoadWeek& week) {
  if (!week.complete() || !week.has_distance_km() || before.empty()) return;
  const v1::LoadWeek& last = before.back();
  if (last.has_distance_km() && last.distance_km() > 0) {
    week.set_change_percent(*IncreasePercent(week.distance_km(), last.distance_km()));
    const double limit = table.limits().weekly_change_percent;
    if (ExceedsBy(week.distance_km(), last.distance_km(), limit)) {
      week.set_remark(absl::StrCat("more than ", NumberText(limit),
                                   "% above the week before: in novices who did so within two "
                                   "weeks, injuries from distance were more frequent"));
    }
  }
  const auto count = static_cast<std::size_t>(table.limits().ratio_weeks);
  if (before.size() < count) return;
  double sum = 0;
  for (const v1::LoadWeek& each : before.last(count)) {
    if (!each.has_distance_km()) return;
    sum += each.distance_km();
  }
  if (sum > 0) week.set_uncoupled_ratio(week.distance_km() * static_cast<double>(count) / sum);
}

}  // namespace

std::vector<LoadRun> LoadRunsOf(const std::vector<Report>& reports) {
  std::vector<Report> sorted = reports;
  Sort(sorted);
  std::vector<LoadRun> runs;
  for (const Report& report : sorted) {
    if (!report.run.has_value()) continue;
    LoadRun& run = runs.emplace_back();
    run.entry = report.entry;
    run.day = report.day;
    run.missed = report.run->done() == v1::DONE_SKIPPED;
    if (run.missed) continue;
    if (report.run->has_distance_km()) run.distance_km = report.run->distance_km();
    if (report.run->has_minutes()) run.minutes = report.run->minutes();
    if (report.run->has_rpe()) run.exertion = report.run->rpe();
  }
  return runs;
}

std::optional<Longest> LongestInThirtyDays(const Table& table, std::span<const LoadRun> runs,
                                           Day day) {
  const Day first = day - days{static_cast<int>(table.limits().longest_days)};
  std::optional<Longest> longest;
  for (const LoadRun& run : runs) {
    if (run.day < first || run.day >= day || run.distance_km.value_or(0) <= 0) continue;
    if (!longest.has_value() || *run.distance_km > longest->distance_km)
      longest = Longest{*run.distance_km, run.entry};
  }
  return longest;
}

v1::RunSpike SpikeOf(const Table& table, double distance_km, std::optional<double> longest_km) {
  if (!longest_km.has_value()) return v1::RUN_SPIKE_UNKNOWN;
  if (ExceedsBy(distance_km, *longest_km, table.limits().large_spike_percent))
    return v1::RUN_SPIKE_LARGE;
  if (ExceedsBy(distance_km, *longest_km, table.limits().small_spike_percent))
    return v1::RUN_SPIKE_SMALL;
  return v1::RUN_SPIKE_NONE;
}

std::optional<double> IncreasePercent(double value, double base) {
  if (base == 0) return std::nullopt;
  return (value - base) / base * 100;
}

double SessionLoad(double exertion, double minutes) { return exertion * minutes; }

std::vector<v1::SpikeFound> SpikesOf(const Table& table, std::span<const LoadRun> runs, Day from) {
  std::vector<v1::SpikeFound> spikes;
  for (const LoadRun& run : runs) {
    if (run.day < from || !run.distance_km.has_value()) continue;
    const auto longest = LongestInThirtyDays(table, runs, run.day);
    if (!longest.has_value()) continue;
    const auto spike = SpikeOf(table, *run.distance_km, longest->distance_km);
    if (spike != v1::RUN_SPIKE_SMALL && spike != v1::RUN_SPIKE_LARGE) continue;
    v1::SpikeFound& found = spikes.emplace_back();
    found.set_day(DayText(run.day));
    found.set_distance_km(*run.distance_km);
    found.set_longest_km(longest->distance_km);
    found.set_increase_percent(*IncreasePercent(*run.distance_km, longest->distance_km));
    found.set_spike(spike);
    found.add_evidence(run.entry);
    found.add_evidence(longest->entry);
  }
  return spikes;
}

std::string SpikeText(const Table& table, const v1::SpikeFound& spike) {
  return absl::StrCat(NumberText(spike.distance_km()), " km on ", spike.day(), " is ",
                      NumberText(std::round(spike.increase_percent() * 10) / 10),
                      "% more than the longest run of the ",
                      NumberText(table.limits().longest_days), " days before, ",
                      NumberText(spike.longest_km()), " km: injuries are ",
                      spike.spike() == v1::RUN_SPIKE_LARGE ? "much more" : "more", " frequent");
}

std::vector<v1::LoadWeek> WeeksOf(const Table& table, std::span<const LoadRun> runs, Day today,
                                  int count) {
  std::vector<v1::LoadWeek> weeks;
  if (runs.empty()) return weeks;
  const Day current = MondayOf(today);
  for (Day monday = MondayOf(runs.front().day); monday <= current; monday += days{7}) {
    v1::LoadWeek week = WeekOf(runs, monday, today);
    Compare(table, weeks, week);
    weeks.push_back(std::move(week));
  }
  const auto wanted = static_cast<std::size_t>(count);
  if (weeks.size() > wanted) weeks.erase(weeks.begin(), weeks.end() - count);
  return weeks;
}

Day MondayOf(Day day) { return day - (std::chrono::weekday(day) - std::chrono::Monday); }

}  // namespace midstance::running
