#pragma once

#include <absl/status/statusor.h>

#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class CancelDeliveryRequest;
class Delivery;
class GetDeliveryRequest;
class ListDeliveriesRequest;
class ListDeliveriesResponse;
class RetryDeliveryRequest;
}  // namespace midstance::v1

// The methods of DeliveryService; what each promises stands in the proto.
namespace midstance::delivery {

absl::StatusOr<v1::Delivery> GetDelivery(const rpc::Call& call, const storage::Reader& reader,
                                         const v1::GetDeliveryRequest& request);

struct ListDeliveries {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListDeliveriesResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListDeliveriesRequest& request) const;
};

absl::StatusOr<v1::Delivery> RetryDelivery(const rpc::Call& call, storage::Writer& writer,
                                           const v1::RetryDeliveryRequest& request);

absl::StatusOr<v1::Delivery> CancelDelivery(const rpc::Call& call, storage::Writer& writer,
                                            const v1::CancelDeliveryRequest& request);

}  // namespace midstance::delivery
