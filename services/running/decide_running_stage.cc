#include "midstance/v1/running_service.pb.h"
#include "services/running/checks.h"
#include "services/running/load_facts.h"
#include "services/running/propose.h"
#include "services/running/stage_after.h"
#include "services/running/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"
#include "support/text.h"

namespace midstance::running {
namespace {

constexpr int kMostDecisions = 500;

absl::Status MayDecide(const Table& table, const v1::RunningPlan& plan,
                       const v1::StageProposal& proposal,
                       const v1::DecideRunningStageRequest& request) {
  if (plan.decisions_size() >= kMostDecisions)
    return ForbiddenFor(plan, "the plan holds no more decisions; end it and start another");
  if (request.move() == v1::STAGE_MOVE_ADVANCE) {
    if (plan.state() == v1::RunningPlan::STATE_STOPPED)
      return ForbiddenFor(plan, "a stopped plan goes on at its stage or further back");
    if (plan.stage() >= table.last_stage())
      return ForbiddenFor(plan, "there is no stage after the last one");
  }
  if (request.move() == v1::STAGE_MOVE_STEP_BACK_TWO &&
      proposal.pain_rule() != v1::RunningPlan::PAIN_RULE_NO_PAIN) {
    return ForbiddenFor(plan, "a plan goes one stage at a time unless a bone may be injured");
  }
  if (request.move() != proposal.move() && IsBlank(request.reason()))
    return FieldInvalid("reason", "must say why the decision is another than the proposal");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::RunningPlan> DecideRunningStage::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::DecideRunningStageRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto plan, OpenPlan(writer, request.name(), request.etag()));
  MIDSTANCE_ASSIGN_OR_RETURN(const Facts facts, FactsOf(writer, plan, calendar));
  const v1::StageProposal proposal = Propose(table, facts, plan, call.now);
  MIDSTANCE_RETURN_IF_ERROR(MayDecide(table, plan, proposal, request));

  auto& decision = *plan.add_decisions();
  *decision.mutable_decide_time() = TimestampOf(call.now);
  decision.set_author(call.principal.name);
  decision.set_proposed(proposal.move());
  decision.set_proposed_because(proposal.because());
  decision.set_decided(request.move());
  decision.set_from_stage(plan.stage());
  decision.set_to_stage(StageAfter(table, plan.stage(), request.move()));
  decision.set_reason(request.reason());
  *decision.mutable_evidence() = proposal.evidence();
  plan.set_stage(decision.to_stage());
  const bool stops =
      request.move() == v1::STAGE_MOVE_STOP || request.move() == v1::STAGE_MOVE_STEP_BACK_TWO;
  plan.set_state(stops ? v1::RunningPlan::STATE_STOPPED : v1::RunningPlan::STATE_ACTIVE);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(plan, call.now));
  return plan;
}

}  // namespace midstance::running
