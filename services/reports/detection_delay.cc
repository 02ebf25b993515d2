#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "services/cases/engine/known_then.h"
#include "services/reports/known_late.h"
#include "services/reports/rows.h"
#include "services/reports/run.h"
#include "storage/tables/all.h"
#include "support/names.h"

namespace midstance::reports {
namespace {

using v1::Escalation;

// Whose alarm of which family and where: at most one is open for it.
using AlarmKey = std::tuple<std::string, std::string, int, int>;

AlarmKey KeyOf(const Escalation& flag) {
  return {flag.name().substr(0, flag.name().find("/cases/")), flag.family(), flag.site().area(),
          flag.site().side()};
}

// When each alarm was answered for, and which flags were raised in the period.
struct Flags {
  std::map<AlarmKey, std::vector<Instant>> answered;
  std::vector<std::string> raised;
};

absl::StatusOr<Flags> FlagsOf(const Run& run) {
  Flags flags;
  MIDSTANCE_RETURN_IF_ERROR(
      run.reader.ForEach<Escalation>(run.Query(), [&](const Escalation& flag) {
        if (flag.firings().empty()) return;
        if (run.InPeriod(flag.raised_time())) flags.raised.push_back(flag.name());
        if (flag.state() != Escalation::STATE_RESOLVED) return;
        flags.answered[KeyOf(flag)].push_back(InstantOf(flag.resolution().resolve_time()));
      }));
  return flags;
}

// The last one before the flag was raised.
std::optional<Instant> AnsweredBefore(const Flags& flags, const Escalation& flag) {
  std::optional<Instant> last;
  const auto found = flags.answered.find(KeyOf(flag));
  if (found == flags.answered.end()) return last;
  for (const Instant at : found->second) {
    if (at < InstantOf(flag.raised_time())) last = std::max(last.value_or(at), at);
  }
  return last;
}

// When it was raised; of what newly active rules found in records that were there, when the last of
// these was entered: that it came later was not for want of an entry.
absl::StatusOr<Instant> KnownSince(const Run& run, const cases::RuleEngine& engine,
                                   const Escalation& flag) {
  const Instant raised = InstantOf(flag.raised_time());
  Instant entered = Instant::min();
  for (const auto& evidence : OpenedBy(flag).evidence()) {
    entered = std::max(entered, InstantOf(evidence.entered_time()));
  }
  if (entered == Instant::min() || entered >= raised) return raised;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto before, run.engines.AsOf(run.reader, entered));
  return before->rules().digest() == engine.rules().digest() ? raised : entered;
}

absl::StatusOr<int> DaysLost(const Run& run, const Flags& flags, const Escalation& flag) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(flag.name()));
  const Instant raised = InstantOf(flag.raised_time());
  MIDSTANCE_ASSIGN_OR_RETURN(const auto engine, run.engines.AsOf(run.reader, raised));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto known, cases::LoadReportsKnownThen(run.reader, run.calendar,
                                                                           name.patient(), raised));
  MIDSTANCE_ASSIGN_OR_RETURN(const Instant since, KnownSince(run, *engine, flag));
  const Instant could =
      WouldHaveBeenRaised(engine->rules(), known, flag, AnsweredBefore(flags, flag));
  return std::max(0, run.calendar.DayOf(could).DaysUntil(run.calendar.DayOf(since)));
}

struct Delays {
  int raised = 0;
  std::vector<int> late;  // days of each that lost any

  // The fewest days that `share` of the late ones did not exceed. Not of none.
  int Days(double share) {
    std::sort(late.begin(), late.end());
    const auto place = std::ceil(share * static_cast<double>(late.size()));
    return late[static_cast<std::size_t>(place) - 1];
  }
};

v1::ReportRow DelayRow(const Run& run, const std::string& rule, Delays& delays) {
  constexpr double kHalf = 0.5;
  constexpr double kNineOfTen = 0.9;
  Row row(run.definition);
  row.Text("rule", rule)
      .Number("raised", delays.raised)
      .Number("late", static_cast<double>(delays.late.size()))
      .Number("days_lost", std::accumulate(delays.late.begin(), delays.late.end(), 0));
  if (!delays.late.empty()) {
    row.Number("median", delays.Days(kHalf))
        .Number("p90", delays.Days(kNineOfTen))
        .Number("longest", delays.Days(1));
  }
  return std::move(row).Take();
}

}  // namespace

absl::StatusOr<Rows> DetectionDelay(const Run& run) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto flags, FlagsOf(run));
  std::map<std::string, Delays> of_rule;
  for (const auto& name : flags.raised) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto flag, run.reader.Get<Escalation>(name));
    MIDSTANCE_ASSIGN_OR_RETURN(const int lost, DaysLost(run, flags, flag));
    Delays& delays = of_rule[OpenedBy(flag).rule()];
    ++delays.raised;
    if (lost > 0) delays.late.push_back(lost);
  }
  Rows rows;
  rows.rows.reserve(of_rule.size());
  for (auto& [rule, delays] : of_rule) rows.rows.push_back(DelayRow(run, rule, delays));
  return rows;
}

}  // namespace midstance::reports
