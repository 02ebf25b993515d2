#pragma once

#include <absl/status/statusor.h>

#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class CancelFollowUpRequest;
class CompleteFollowUpRequest;
class CreateFollowUpRequest;
class FollowUp;
class GetFollowUpRequest;
class ListFollowUpsRequest;
class ListFollowUpsResponse;
class RescheduleFollowUpRequest;
class UpdateFollowUpRequest;
}  // namespace midstance::v1

// The methods of FollowUpService; what each promises stands in the proto. Every answer shows the
// state at the time of the call, see state.h.
namespace midstance::followups {

absl::StatusOr<v1::FollowUp> CreateFollowUp(const rpc::Call& call, storage::Writer& writer,
                                            const v1::CreateFollowUpRequest& request);

absl::StatusOr<v1::FollowUp> GetFollowUp(const rpc::Call& call, const storage::Reader& reader,
                                         const v1::GetFollowUpRequest& request);

struct ListFollowUps {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListFollowUpsResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListFollowUpsRequest& request) const;
};

absl::StatusOr<v1::FollowUp> UpdateFollowUp(const rpc::Call& call, storage::Writer& writer,
                                            const v1::UpdateFollowUpRequest& request);

absl::StatusOr<v1::FollowUp> CompleteFollowUp(const rpc::Call& call, storage::Writer& writer,
                                              const v1::CompleteFollowUpRequest& request);

absl::StatusOr<v1::FollowUp> RescheduleFollowUp(const rpc::Call& call, storage::Writer& writer,
                                                const v1::RescheduleFollowUpRequest& request);

absl::StatusOr<v1::FollowUp> CancelFollowUp(const rpc::Call& call, storage::Writer& writer,
                                            const v1::CancelFollowUpRequest& request);

}  // namespace midstance::followups
