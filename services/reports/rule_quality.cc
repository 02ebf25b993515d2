#include <cmath>
#include <map>
#include <utility>

#include "services/reports/rows.h"
#include "services/reports/run.h"
#include "storage/tables/all.h"

namespace midstance::reports {
namespace {

struct Quality {
  int fired = 0, acknowledged = 0, acted_on = 0, wrong_alarm = 0, other = 0, open = 0;
};

// The rule of the highest urgency, the last of equals: what the escalation is titled by.
std::string HighestRule(const v1::Escalation& escalation) {
  const rules::v1::RuleResult* highest = nullptr;
  for (const auto& firing : escalation.firings()) {
    if (highest == nullptr || firing.result().urgency() >= highest->urgency()) {
      highest = &firing.result();
    }
  }
  return highest == nullptr ? escalation.family() : highest->rule();
}

void CountOutcome(const v1::Escalation& escalation, Quality& quality) {
  ++quality.fired;
  quality.acknowledged += escalation.has_acknowledged_time() ? 1 : 0;
  if (escalation.state() != v1::Escalation::STATE_RESOLVED) {
    ++quality.open;
    return;
  }
  switch (escalation.resolution().outcome()) {
    case v1::Escalation::OUTCOME_REFERRED:
    case v1::Escalation::OUTCOME_TREATED_ON:
      ++quality.acted_on;
      return;
    case v1::Escalation::OUTCOME_WRONG_ALARM:
      ++quality.wrong_alarm;
      return;
    default:
      ++quality.other;
  }
}

}  // namespace

absl::StatusOr<Rows> RuleQuality(const Run& run) {
  std::map<std::string, Quality> of_rule;
  MIDSTANCE_RETURN_IF_ERROR(
      run.reader.ForEach<v1::Escalation>(run.Query(), [&](v1::Escalation& escalation) {
        if (!run.InPeriod(escalation.raised_time())) return;
        CountOutcome(escalation, of_rule[HighestRule(escalation)]);
      }));
  Rows rows;
  rows.rows.reserve(of_rule.size());
  for (const auto& [rule, quality] : of_rule) {
    Row row(run.definition);
    row.Text("rule", rule)
        .Number("fired", quality.fired)
        .Number("acknowledged", quality.acknowledged)
        .Number("acted_on", quality.acted_on)
        .Number("wrong_alarm", quality.wrong_alarm)
        .Number("other", quality.other)
        .Number("open", quality.open);
    const int resolved = quality.fired - quality.open;
    if (resolved > 0) row.Number("precision", std::round(100.0 * quality.acted_on / resolved));
    rows.rows.push_back(std::move(row).Take());
  }
  return rows;
}

}  // namespace midstance::reports
