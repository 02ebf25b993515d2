#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "services/rules/compile.h"
#include "services/rules/timeline.h"
#include "support/time.h"

// What a changed rule set would have raised over patients' histories, beside the present one. Pure:
// each patient by herself, so that any number of threads finds the same.
namespace midstance::rules {

// What one rule set raises of a family at a site, from the first rule of it that holds on.
struct Alarm {
  Instant raised;
  // Since when it was as urgent as it ever became, and what an evaluation of that moment says: of
  // several the highest of the family.
  Instant most_urgent;
  v1::RuleResult result;
  // Since when it was as urgent as both rule sets make it; where the other raises nothing, the same
  // as most_urgent.
  Instant as_urgent;
};

enum class Change : std::uint8_t { kAdded, kLost, kEarlier, kLater, kMoreUrgent, kLessUrgent };
inline constexpr std::size_t kChanges = 6;

// An alarm that the two do not raise alike.
struct Difference {
  std::vector<Change> changes;  // kAdded and kLost stand alone
  std::optional<Alarm> before;
  std::optional<Alarm> after;
  // From the first moment at which something of it held, under either rule set, to the last.
  Instant from;
  Instant until;
  // Days of the calendar by which `after` was raised later; where both were raised at one moment,
  // by which it was later as urgent. 0 where one of them raises nothing.
  int days_later = 0;
};

// How many alarms of a family the two raise.
struct AlarmCount {
  int before = 0;
  int after = 0;

  bool operator==(const AlarmCount&) const = default;
};

// Of one patient, or of several together.
struct BackTestCounts {
  int patients = 0;  // who have reports
  std::size_t reports = 0;
  // For which they reported: of each patient from the day on which the first report became known to
  // that of the last, both included.
  std::int64_t days = 0;
  std::array<int, kChanges> changes = {};
  std::map<std::string, AlarmCount> by_family;

  int Of(Change change) const { return changes[static_cast<std::size_t>(change)]; }
  AlarmCount Alarms() const;
  // Of so many alarms: how many 100 patients have in a week. 0 where nobody reported.
  double WeeklyPer100(int alarms) const;
  void Add(const BackTestCounts& more);
};

struct BackTested {
  std::vector<Difference> differences;  // in order of `from`, then of family and site
  BackTestCounts counts;
};

struct BackTestPeriod {
  // Counts alarms that either rule set raised from then on. What was reported before is evidence
  // all the same.
  std::optional<Instant> since;
  // Looks up to and including this moment.
  Instant end;
};

// Both rule sets over the reports of one patient, each as Replay says. What the two raise of one
// family at one site is one alarm while any of it holds, and after it for as long as a report stays
// current (the longer of the two rule sets' composite windows): so a rule that takes longer is a
// later alarm, not one lost and another added, and an alarm that ceases for some days is not two.
BackTested BackTest(const CompiledRuleSet& before, const CompiledRuleSet& after,
                    std::span<const Report> reports, const BackTestPeriod& period);

}  // namespace midstance::rules
