#include "midstance/v1/check_in_service.pb.h"
#include "services/checkins/verbs.h"
#include "storage/tables/all.h"

namespace midstance::checkins {

absl::StatusOr<v1::CheckIn> GetCheckIn(const rpc::Call&, const storage::Reader& reader,
                                       const v1::GetCheckInRequest& request) {
  return reader.Get<v1::CheckIn>(request.name());
}

}  // namespace midstance::checkins
