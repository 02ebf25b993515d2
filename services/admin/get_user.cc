#include "midstance/v1/admin_service.pb.h"
#include "services/admin/verbs.h"
#include "storage/tables/all.h"

namespace midstance::admin {

absl::StatusOr<v1::User> GetUser(const rpc::Call&, const storage::Reader& reader,
                                 const v1::GetUserRequest& request) {
  return reader.Get<v1::User>(request.name());
}

}  // namespace midstance::admin
