#include "services/rules/backtest.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <tuple>
#include <utility>

#include "services/rules/replay.h"

namespace midstance::rules {
namespace {

constexpr double kDaysOfAWeek = 7;

// What holds of one family at one site, under either rule set.
struct Together {
  std::vector<const Raised*> before;  // in order of time
  std::vector<const Raised*> after;
  Instant from;
  Instant until;
};

struct Held {
  const Raised* raised;
  bool is_after;
};

Duration Silence(const CompiledRuleSet& before, const CompiledRuleSet& after) {
  return std::chrono::days(std::max(before.source().defaults().composite_window().days(),
                                    after.source().defaults().composite_window().days()));
}

// By family and site what either raised, in order of time.
using ByPlace = std::map<std::string, std::vector<Held>>;

ByPlace PlacesOf(const std::vector<Raised>& before, const std::vector<Raised>& after) {
  ByPlace places;
  for (const Raised& one : before) places[one.result.fingerprint()].push_back({&one, false});
  for (const Raised& one : after) places[one.result.fingerprint()].push_back({&one, true});
  for (auto& [place, held] : places) {
    std::ranges::stable_sort(held, {}, [](const Held& one) { return one.raised->from; });
  }
  return places;
}

std::vector<Together> AlarmsAt(const std::vector<Held>& held, Duration silence, Instant end) {
  std::vector<Together> alarms;
  for (const auto& [raised, is_after] : held) {
    const Instant until = raised->until.value_or(end);
    if (alarms.empty() || raised->from > alarms.back().until + silence) {
      alarms.push_back({.before = {}, .after = {}, .from = raised->from, .until = until});
    }
    Together& alarm = alarms.back();
    (is_after ? alarm.after : alarm.before).push_back(raised);
    alarm.until = std::max(alarm.until, until);
  }
  return alarms;
}

// Of those that begin at one moment the highest counts.
std::optional<Alarm> AlarmOf(const std::vector<const Raised*>& all) {
  if (all.empty()) return std::nullopt;
  const auto higher = [](const Raised* one, const Raised* other) {
    if (one->result.urgency() != other->result.urgency()) {
      return one->result.urgency() > other->result.urgency();
    }
    if (one->from != other->from) return one->from < other->from;
    return one->result.family_rank() > other->result.family_rank();
  };
  const Raised& highest = **std::ranges::min_element(all, higher);
  return Alarm{.raised = all.front()->from,
               .most_urgent = highest.from,
               .result = highest.result,
               .as_urgent = highest.from};
}

Instant FirstAsUrgent(const std::vector<const Raised*>& all, v1::Urgency urgency) {
  const auto found = std::ranges::find_if(
      all, [urgency](const Raised* one) { return one->result.urgency() >= urgency; });
  return (*found)->from;
}

int DaysFrom(const schedule::ClinicCalendar& calendar, Instant one, Instant other) {
  return calendar.DayOf(one).DaysUntil(calendar.DayOf(other));
}

void Compare(const schedule::ClinicCalendar& calendar, const Together& together,
             Difference& difference) {
  Alarm& before = *difference.before;
  Alarm& after = *difference.after;
  const auto common = std::min(before.result.urgency(), after.result.urgency());
  before.as_urgent = FirstAsUrgent(together.before, common);
  after.as_urgent = FirstAsUrgent(together.after, common);
  auto& changes = difference.changes;
  if (after.raised < before.raised || after.as_urgent < before.as_urgent) {
    changes.push_back(Change::kEarlier);
  }
  if (after.raised > before.raised || after.as_urgent > before.as_urgent) {
    changes.push_back(Change::kLater);
  }
  if (after.result.urgency() > before.result.urgency()) changes.push_back(Change::kMoreUrgent);
  if (after.result.urgency() < before.result.urgency()) changes.push_back(Change::kLessUrgent);
  difference.days_later = before.raised != after.raised
                              ? DaysFrom(calendar, before.raised, after.raised)
                              : DaysFrom(calendar, before.as_urgent, after.as_urgent);
}

Difference DifferenceOf(const schedule::ClinicCalendar& calendar, const Together& together) {
  Difference difference{.changes = {},
                        .before = AlarmOf(together.before),
                        .after = AlarmOf(together.after),
                        .from = together.from,
                        .until = together.until};
  if (!difference.before.has_value()) {
    difference.changes = {Change::kAdded};
  } else if (!difference.after.has_value()) {
    difference.changes = {Change::kLost};
  } else {
    Compare(calendar, together, difference);
  }
  return difference;
}

bool IsIn(const BackTestPeriod& period, const std::optional<Alarm>& alarm) {
  return alarm.has_value() && (!period.since.has_value() || alarm->raised >= *period.since);
}

// Their number and days, of those that are known by the end.
void CountReports(const schedule::ClinicCalendar& calendar, std::span<const Report> reports,
                  const BackTestPeriod& period, BackTestCounts& counts) {
  std::vector<std::tuple<Instant, Instant, std::string_view>> known;
  known.reserve(reports.size());
  for (const Report& report : reports) {
    const Instant at = std::max(report.observed, report.entered);
    if (at > period.end || (period.since.has_value() && at < *period.since)) continue;
    known.emplace_back(at, report.observed, report.name);
  }
  if (known.empty()) return;
  std::ranges::sort(known);
  known.erase(std::unique(known.begin(), known.end()), known.end());
  counts.patients = 1;
  counts.reports = known.size();
  const Instant first = std::get<0>(known.front());
  const Instant last = std::get<0>(known.back());
  counts.days = DaysFrom(calendar, first, last) + 1;
}

const std::string& FamilyOf(const Difference& difference) {
  return (difference.before.has_value() ? difference.before : difference.after)->result.family();
}

const std::string& PlaceOf(const Difference& difference) {
  return (difference.before.has_value() ? difference.before : difference.after)
      ->result.fingerprint();
}

}  // namespace

AlarmCount BackTestCounts::Alarms() const {
  AlarmCount all;
  for (const auto& [family, count] : by_family) {
    all.before += count.before;
    all.after += count.after;
  }
  return all;
}

double BackTestCounts::WeeklyPer100(int alarms) const {
  if (days == 0) return 0;
  return 100.0 * alarms * kDaysOfAWeek / static_cast<double>(days);
}

void BackTestCounts::Add(const BackTestCounts& more) {
  patients += more.patients;
  reports += more.reports;
  days += more.days;
  for (std::size_t i = 0; i < kChanges; ++i) changes[i] += more.changes[i];
  for (const auto& [family, count] : more.by_family) {
    auto& sum = by_family[family];
    sum.before += count.before;
    sum.after += count.after;
  }
}

BackTested BackTest(const CompiledRuleSet& before, const CompiledRuleSet& after,
                    std::span<const Report> reports, const BackTestPeriod& period) {
  const auto& calendar = before.calendar();
  const auto raised_before = Replay(before, Timeline::Build(before, reports), period.end);
  const auto raised_after = Replay(after, Timeline::Build(after, reports), period.end);
  const Duration silence = Silence(before, after);
  BackTested tested;
  CountReports(calendar, reports, period, tested.counts);
  for (const auto& [place, held] : PlacesOf(raised_before, raised_after)) {
    for (const Together& together : AlarmsAt(held, silence, period.end)) {
      Difference difference = DifferenceOf(calendar, together);
      const bool before_counts = IsIn(period, difference.before);
      const bool after_counts = IsIn(period, difference.after);
      if (!before_counts && !after_counts) continue;
      auto& count = tested.counts.by_family[FamilyOf(difference)];
      count.before += before_counts ? 1 : 0;
      count.after += after_counts ? 1 : 0;
      for (const Change change : difference.changes) {
        ++tested.counts.changes[static_cast<std::size_t>(change)];
      }
      if (!difference.changes.empty()) tested.differences.push_back(std::move(difference));
    }
  }
  std::ranges::sort(tested.differences, [](const Difference& one, const Difference& other) {
    return std::tie(one.from, PlaceOf(one)) < std::tie(other.from, PlaceOf(other));
  });
  return tested;
}

}  // namespace midstance::rules
