#include "services/delivery/register.h"

#include "midstance/v1/delivery_service.pb.h"
#include "services/delivery/verbs.h"

namespace midstance::delivery {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(GetDelivery);
  table.Serve(ListDeliveries{deps.sealer});
  table.Serve(RetryDelivery);
  table.Serve(CancelDelivery);
}

}  // namespace midstance::delivery
