#include "midstance/v1/delivery_service.pb.h"
#include "services/delivery/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::delivery {

absl::StatusOr<v1::Delivery> CancelDelivery(const rpc::Call& call, storage::Writer& writer,
                                            const v1::CancelDeliveryRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto delivery, writer.Get<v1::Delivery>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(delivery, request.etag()));
  if (delivery.state() != v1::Delivery::STATE_WAITING &&
      delivery.state() != v1::Delivery::STATE_DEAD) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/Delivery", delivery.name())
        .Because("the delivery has ended already");
  }
  delivery.set_state(v1::Delivery::STATE_CANCELLED);
  delivery.clear_next_attempt_time();
  delivery.set_changed_by(call.principal.name);
  delivery.set_change_reason(request.reason());
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(delivery, call.now));
  return delivery;
}

}  // namespace midstance::delivery
