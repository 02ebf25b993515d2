#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "midstance/v1/running_load.pb.h"
#include "services/running/facts.h"
#include "services/running/table.h"

namespace midstance::running {

// One session as told; a missed one has no distance.
struct LoadRun {
  std::string entry;
  Day day;
  bool missed = false;
  std::optional<double> distance_km;
  std::optional<double> minutes;
  std::optional<double> exertion;  // 0-10
};
// In order of days.
std::vector<LoadRun> LoadRunsOf(const std::vector<Report>& reports);

struct Longest {
  double distance_km = 0;
  std::string entry;
};
// The longest run of the 30 days before `day`, that day not included; nothing when none was told.
std::optional<Longest> LongestInThirtyDays(const Table& table, std::span<const LoadRun> runs,
                                           Day day);

// Compared in whole metres, so that a run of exactly 1.10 times the longest is none.
v1::RunSpike SpikeOf(const Table& table, double distance_km, std::optional<double> longest_km);

// How much more `value` is than `base`, in percent; nothing when the base is 0.
std::optional<double> IncreasePercent(double value, double base);

// Perceived exertion times minutes (Foster).
double SessionLoad(double exertion, double minutes);

// The runs from `from` on that were much longer than those before them, oldest first.
std::vector<v1::SpikeFound> SpikesOf(const Table& table, std::span<const LoadRun> runs, Day from);
// One sentence for each. A ratio of weeks warns of nothing.
std::string SpikeText(const Table& table, const v1::SpikeFound& spike);

// At most `count` weeks up to the one of `today`, from the first in which a run was told.
std::vector<v1::LoadWeek> WeeksOf(const Table& table, std::span<const LoadRun> runs, Day today,
                                  int count);

// The Monday of the week.
Day MondayOf(Day day);

}  // namespace midstance::running
