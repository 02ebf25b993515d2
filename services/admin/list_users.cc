#include "midstance/v1/admin_service.pb.h"
#include "services/admin/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::admin {

absl::StatusOr<v1::ListUsersResponse> ListUsers::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListUsersRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page,
      rpc::PagedList<v1::User>(call, reader, sealer, rpc::AskedBy(request), "user_name"));
  v1::ListUsersResponse response;
  for (auto& item : page.items) *response.add_users() = std::move(item);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::admin
