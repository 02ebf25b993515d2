#include "midstance/v1/escalation_service.pb.h"
#include "services/escalations/first_step.h"
#include "services/escalations/lifecycle.h"
#include "services/escalations/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"

namespace midstance::escalations {

absl::StatusOr<v1::Escalation> AcknowledgeEscalation(
    const rpc::Call& call, storage::Writer& writer,
    const v1::AcknowledgeEscalationRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto escalation, writer.Get<v1::Escalation>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(escalation, request.etag()));
  const bool hands_over = request.first_step() == v1::Escalation::FIRST_STEP_HAND_OVER;
  const Answer answer = hands_over ? Answer::kHandOver : Answer::kAcknowledge;
  MIDSTANCE_RETURN_IF_ERROR(Apply(call, answer, request.note(), escalation));
  MIDSTANCE_RETURN_IF_ERROR(CheckFirstStep(writer, call.principal.name, escalation, request));
  escalation.set_first_step(request.first_step());
  if (hands_over) {
    escalation.set_responsible(request.hand_over_to());
    escalation.mutable_history()->rbegin()->set_told(request.hand_over_to());
  } else if (escalation.acknowledged_by().empty()) {
    escalation.set_acknowledged_by(call.principal.name);
    *escalation.mutable_acknowledged_time() = TimestampOf(call.now);
    escalation.set_acknowledgement_note(request.note());
  }
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(escalation, call.now));
  return escalation;
}

}  // namespace midstance::escalations
