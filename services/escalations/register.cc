#include "services/escalations/register.h"

#include "midstance/v1/escalation_service.pb.h"
#include "services/escalations/verbs.h"

namespace midstance::escalations {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(RaiseEscalation);
  table.Serve(GetEscalation);
  table.Serve(ListEscalations{deps.sealer});
  table.Serve(AcknowledgeEscalation);
  table.Serve(ResolveEscalation{deps.calendar});
}

}  // namespace midstance::escalations
