#include "midstance/v1/delivery_service.pb.h"
#include "services/delivery/verbs.h"
#include "storage/tables/all.h"

namespace midstance::delivery {

absl::StatusOr<v1::Delivery> GetDelivery(const rpc::Call&, const storage::Reader& reader,
                                         const v1::GetDeliveryRequest& request) {
  return reader.Get<v1::Delivery>(request.name());
}

}  // namespace midstance::delivery
