#include "midstance/v1/escalation_service.pb.h"
#include "services/escalations/lifecycle.h"
#include "services/escalations/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"

namespace midstance::escalations {

absl::StatusOr<v1::Escalation> ResolveEscalation(const rpc::Call& call, storage::Writer& writer,
                                                 const v1::ResolveEscalationRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto escalation, writer.Get<v1::Escalation>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(escalation, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(Apply(call, Answer::kResolve, request.reason(), escalation));
  auto& resolution = *escalation.mutable_resolution();
  resolution.set_outcome(request.outcome());
  resolution.set_reason(request.reason());
  resolution.set_resolved_by(call.principal.name);
  *resolution.mutable_resolve_time() = TimestampOf(call.now);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(escalation, call.now));
  return escalation;
}

}  // namespace midstance::escalations
