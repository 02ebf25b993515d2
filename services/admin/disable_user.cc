#include "midstance/v1/admin_service.pb.h"
#include "services/admin/last_admin.h"
#include "services/admin/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::admin {

absl::StatusOr<v1::User> DisableUser::operator()(const rpc::Call& call, storage::Writer& writer,
                                                 const v1::DisableUserRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto user, writer.Get<v1::User>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(user, request.etag()));
  if (user.disabled() || user.name() == call.principal.name) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/User", user.name())
        .Because(user.disabled() ? "the user is disabled already"
                                 : "nobody disables her own account");
  }
  const v1::User before = user;
  user.set_disabled(true);
  user.set_disable_reason(request.reason());
  MIDSTANCE_RETURN_IF_ERROR(LeavesAnAdmin(call, writer, before, user, "name"));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(user, call.now));
  writer.AfterCommit([&authenticator = authenticator, name = user.name()] {
    authenticator.ForgetPrincipal(name);
  });
  return user;
}

}  // namespace midstance::admin
