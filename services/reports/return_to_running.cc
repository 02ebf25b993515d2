#include <utility>

#include "services/reports/rows.h"
#include "services/reports/run.h"
#include "storage/tables/all.h"
#include "support/names.h"

namespace midstance::reports {

absl::StatusOr<Rows> ReturnToRunning(const Run& run) {
  storage::Query query = run.Query();
  query.order = {{"create_time", true}};
  MIDSTANCE_ASSIGN_OR_RETURN(auto page, run.reader.List<v1::RunningPlan>(query));
  Rows rows;
  rows.last_name = std::move(page.last_name);
  rows.rows.reserve(page.items.size());
  for (const auto& plan : page.items) {
    Instant moved = InstantOf(plan.create_time());
    int as_proposed = 0;
    int steps_back = 0;
    for (const auto& decision : plan.decisions()) {
      as_proposed += decision.decided() == decision.proposed() ? 1 : 0;
      steps_back += decision.to_stage() < decision.from_stage() ? 1 : 0;
      if (decision.to_stage() != decision.from_stage()) moved = InstantOf(decision.decide_time());
    }
    const auto name = ResourceName::Parse(plan.name());
    Row row(run.definition);
    row.Text("case", name.ok() ? std::string(name->case_name()) : plan.name())
        .Text("state", WordsOf(v1::RunningPlan::State_Name(plan.state()), "STATE_"))
        .Number("stage", plan.stage())
        .Text("started", plan.start_date())
        .Number("days_at_stage", DaysBetween(moved, run.now))
        .Number("decisions", plan.decisions_size())
        .Number("as_proposed", as_proposed)
        .Number("steps_back", steps_back);
    rows.rows.push_back(std::move(row).Take());
  }
  return rows;
}

}  // namespace midstance::reports
