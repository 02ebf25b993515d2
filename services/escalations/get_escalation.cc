#include "midstance/v1/escalation_service.pb.h"
#include "services/escalations/verbs.h"
#include "storage/tables/all.h"

namespace midstance::escalations {

absl::StatusOr<v1::Escalation> GetEscalation(const rpc::Call&, const storage::Reader& reader,
                                             const v1::GetEscalationRequest& request) {
  return reader.Get<v1::Escalation>(request.name());
}

}  // namespace midstance::escalations
