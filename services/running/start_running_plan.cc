#include "midstance/v1/running_service.pb.h"
#include "services/cases/lifecycle.h"
#include "services/cases/live.h"
#include "services/rpc/calendar.h"
#include "services/running/checks.h"
#include "services/running/entry.h"
#include "services/running/load_facts.h"
#include "services/running/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"
#include "support/text.h"

namespace midstance::running {
namespace {

v1::RunningPlan::PainRule RuleAtStart(v1::RunningPlan::PainRule asked, const Facts& facts,
                                      Instant now) {
  if (asked != v1::RunningPlan::PAIN_RULE_UNSPECIFIED) return asked;
  return BoneSuspected(facts.flags, now) ? v1::RunningPlan::PAIN_RULE_NO_PAIN
                                         : v1::RunningPlan::PAIN_RULE_ANY_PAIN_STOPS;
}

}  // namespace

absl::StatusOr<v1::RunningPlan> StartRunningPlan::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::StartRunningPlanRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, cases::LiveCase(writer, request.parent()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(of));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent, ResourceName::Parse(of.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto open, OpenPlanOf(writer, parent.patient_name()));
  if (open.has_value()) return ForbiddenFor(*open, "the patient has a running plan already");

  v1::RunningPlan plan = request.running_plan();
  if (!rpc::ParseDay(plan.start_date()).has_value())
    return FieldInvalid("running_plan.start_date", "must be a day of the calendar");
  MIDSTANCE_ASSIGN_OR_RETURN(const Facts facts,
                             FactsOf(writer, of, calendar.DateOf(call.now), calendar));
  plan.set_pain_rule(RuleAtStart(plan.pain_rule(), facts, call.now));
  MIDSTANCE_RETURN_IF_ERROR(
      MayApply(writer, plan.pain_rule(), "midstance.v1/Case", of.name(), facts.flags, call.now));

  const bool bone =
      BoneConcern(facts.flags) || plan.pain_rule() == v1::RunningPlan::PAIN_RULE_NO_PAIN;
  const auto conditions = EntryOf(table, facts, request.tests(), bone, call.now);
  if (!AllMet(conditions) && IsBlank(request.entry_reason())) {
    return FieldInvalid("entry_reason",
                        "must say why to start though a condition of the first stage is not met "
                        "or not known");
  }
  plan.mutable_entry()->Assign(conditions.begin(), conditions.end());
  if (!AllMet(conditions)) plan.set_entry_reason(request.entry_reason());
  plan.set_name(ChildName(parent, Kind::kRunningPlan, call.NewId()).str());
  plan.clear_etag();
  plan.set_state(v1::RunningPlan::STATE_ACTIVE);
  plan.set_stage(0);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(plan, call.now));
  return plan;
}

}  // namespace midstance::running
