#pragma once

#include <absl/status/statusor.h>

#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class AcknowledgeEscalationRequest;
class Escalation;
class GetEscalationRequest;
class ListEscalationsRequest;
class ListEscalationsResponse;
class RaiseEscalationRequest;
class ResolveEscalationRequest;
}  // namespace midstance::v1

// The methods of EscalationService; what each promises stands in the proto.
namespace midstance::escalations {

absl::StatusOr<v1::Escalation> RaiseEscalation(const rpc::Call& call, storage::Writer& writer,
                                               const v1::RaiseEscalationRequest& request);

absl::StatusOr<v1::Escalation> GetEscalation(const rpc::Call& call, const storage::Reader& reader,
                                             const v1::GetEscalationRequest& request);

struct ListEscalations {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListEscalationsResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListEscalationsRequest& request) const;
};

absl::StatusOr<v1::Escalation> AcknowledgeEscalation(
    const rpc::Call& call, storage::Writer& writer,
    const v1::AcknowledgeEscalationRequest& request);

struct ResolveEscalation {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::Escalation> operator()(const rpc::Call& call, storage::Writer& writer,
                                            const v1::ResolveEscalationRequest& request) const;
};

}  // namespace midstance::escalations
