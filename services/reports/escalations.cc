#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "services/reports/answer.h"
#include "services/reports/rows.h"
#include "services/reports/run.h"
#include "storage/tables/all.h"

namespace midstance::reports {
namespace {

struct Answered {
  int raised = 0, open = 0, unacknowledged = 0, in_target = 0, judged = 0;
  Spread acknowledge, resolve;
};

std::optional<Duration> TargetOf(const v1::ReportDefinition& definition, rules::v1::Urgency of) {
  for (const auto& target : definition.targets()) {
    if (target.urgency() == of) return std::chrono::hours{target.acknowledge_hours()};
  }
  return std::nullopt;
}

void CountEscalation(const Run& run, const v1::Escalation& escalation, Answered& count) {
  ++count.raised;
  const Instant raised = InstantOf(escalation.raised_time());
  const Instant since = AsUrgentSince(escalation);
  const bool resolved = escalation.state() == v1::Escalation::STATE_RESOLVED;
  count.open += resolved ? 0 : 1;
  // Who resolves without having acknowledged has answered for it too.
  std::optional<Instant> answered = AcknowledgedTime(escalation);
  if (resolved) {
    const Instant ended = InstantOf(escalation.resolution().resolve_time());
    count.resolve.Add(ended - raised);
    if (!answered.has_value()) answered = ended;
  }
  count.unacknowledged += answered.has_value() ? 0 : 1;
  if (answered.has_value()) count.acknowledge.Add(*answered - since);
  const auto target = TargetOf(run.definition, escalation.urgency());
  if (!target.has_value()) return;
  const bool late = answered.value_or(run.now) - since > *target;
  if (answered.has_value() || late) ++count.judged;
  if (answered.has_value() && !late) ++count.in_target;
}

}  // namespace

absl::StatusOr<Rows> Escalations(const Run& run) {
  std::map<rules::v1::Urgency, Answered, std::greater<>> counts;
  MIDSTANCE_RETURN_IF_ERROR(
      run.reader.ForEach<v1::Escalation>(run.Query(), [&](v1::Escalation& escalation) {
        if (!run.InPeriod(escalation.raised_time())) return;
        CountEscalation(run, escalation, counts[escalation.urgency()]);
      }));
  Rows rows;
  rows.rows.reserve(counts.size());
  for (auto& [urgency, count] : counts) {
    Row row(run.definition);
    row.Text("urgency", WordsOf(rules::v1::Urgency_Name(urgency), ""))
        .Number("raised", count.raised)
        .Number("open", count.open)
        .Number("unacknowledged", count.unacknowledged);
    if (!count.acknowledge.empty()) {
      row.Number("acknowledge_median", count.acknowledge.Hours(0.5))
          .Number("acknowledge_p90", count.acknowledge.Hours(0.9));
    }
    row.Number("judged", count.judged);
    if (count.judged > 0)
      row.Number("in_target", std::round(100.0 * count.in_target / count.judged));
    if (!count.resolve.empty()) {
      row.Number("resolve_median", count.resolve.Hours(0.5))
          .Number("resolve_p90", count.resolve.Hours(0.9));
    }
    rows.rows.push_back(std::move(row).Take());
  }
  return rows;
}

}  // namespace midstance::reports
