#include "midstance/v1/escalation_service.pb.h"
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
  MIDSTANCE_RETURN_IF_ERROR(Apply(call, Answer::kAcknowledge, request.note(), escalation));
  if (escalation.acknowledged_by().empty()) {
    escalation.set_acknowledged_by(call.principal.name);
    *escalation.mutable_acknowledged_time() = TimestampOf(call.now);
    escalation.set_acknowledgement_note(request.note());
  }
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(escalation, call.now));
  return escalation;
}

}  // namespace midstance::escalations
