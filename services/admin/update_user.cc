#include "midstance/v1/admin_service.pb.h"
#include "services/admin/last_admin.h"
#include "services/admin/roles.h"
#include "services/admin/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/field_mask.h"
#include "support/status.h"

namespace midstance::admin {

absl::StatusOr<v1::User> UpdateUser::operator()(const rpc::Call& call, storage::Writer& writer,
                                                const v1::UpdateUserRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto user, writer.Get<v1::User>(request.user().name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(user, request.user().etag(), "user.etag"));
  const v1::User before = user;
  MIDSTANCE_RETURN_IF_ERROR(ApplyMask(request.update_mask(), request.user(), user));
  MIDSTANCE_RETURN_IF_ERROR(CheckRoles(user));
  MIDSTANCE_RETURN_IF_ERROR(LeavesAnAdmin(call, writer, before, user, "user.roles"));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(user, call.now));
  writer.AfterCommit([&authenticator = authenticator, name = user.name()] {
    authenticator.ForgetPrincipal(name);
  });
  return user;
}

}  // namespace midstance::admin
