#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "services/rules/days.h"
#include "services/rules/prefilter.h"
#include "services/rules/verdict.h"

namespace midstance::rules {

// A rule holds at a key from `from` on, before `until`, with one urgency.
struct Stretch {
  const RuleInfo* rule;
  const Timeline::Track* track;
  v1::Urgency urgency;
  Moment from;
  std::int64_t until;  // microseconds
};

// Whether the report answers a code that makes a difference to the rule.
inline bool Asks(const RuleInfo& rule, const Timeline::Row& row) {
  return rule.asks.Meets(row.site_codes) || rule.asks.Meets(row.patient_codes);
}

// Goes through a patient's history and finds when each rule holds at each key: exactly what an
// evaluation of every moment says. It evaluates a rule only where one can make a difference: while
// some report that is known and current satisfies what the rule needs, and there only when a report
// becomes known that answers one of its codes, or when a finding may cease to be current.
class HistoryWalk {
 public:
  // From `from` on, before `until`: microseconds. What holds then already begins, and what holds on
  // ends, there.
  HistoryWalk(const View& view, std::int64_t from, std::int64_t until);

  // In order of key, rule and time.
  std::vector<Stretch> Stretches();
  // Calls `visit` with every rule and key that may hold at all; those for which it says so are
  // gone through, until `found` says that it is enough.
  bool Find(const std::function<bool(const RuleInfo&, const Timeline::Track&)>& visit,
            const std::function<bool(const Stretch&)>& found);

 private:
  template <class Visit>
  bool ForEachRule(const Visit& visit);
  void Collect(const RuleInfo& rule, const Timeline::Track& track, std::vector<Stretch>& stretches);
  void CollectNews(const RuleInfo& rule, const Timeline::Track& track);

  const View view_;
  const std::int64_t from_;
  const std::int64_t until_;
  DayStarts starts_;
  std::vector<Moment> news_;  // when reports that matter to a rule become known
};

}  // namespace midstance::rules
