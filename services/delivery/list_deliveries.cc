#include "midstance/v1/delivery_service.pb.h"
#include "services/delivery/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::delivery {

absl::StatusOr<v1::ListDeliveriesResponse> ListDeliveries::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListDeliveriesRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::Delivery>(call, reader, sealer, rpc::AskedBy(request),
                                              "create_time desc"));
  v1::ListDeliveriesResponse response;
  for (auto& item : page.items) *response.add_deliveries() = std::move(item);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::delivery
