#include "midstance/v1/running_service.pb.h"
#include "services/running/checks.h"
#include "services/running/load_facts.h"
#include "services/running/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::running {

absl::StatusOr<v1::RunningPlan> SetPainRule::operator()(
    const rpc::Call& call, storage::Writer& writer, const v1::SetPainRuleRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto plan, OpenPlan(writer, request.name(), request.etag()));
  MIDSTANCE_ASSIGN_OR_RETURN(const Facts facts, FactsOf(writer, plan, calendar));
  MIDSTANCE_RETURN_IF_ERROR(MayApply(writer, request.pain_rule(), "midstance.v1/RunningPlan",
                                     plan.name(), facts.flags, call.now));
  auto& change = *plan.add_pain_rule_changes();
  *change.mutable_change_time() = TimestampOf(call.now);
  change.set_author(call.principal.name);
  change.set_from(plan.pain_rule());
  change.set_to(request.pain_rule());
  change.set_reason(request.reason());
  plan.set_pain_rule(request.pain_rule());
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(plan, call.now));
  return plan;
}

}  // namespace midstance::running
