#include "midstance/v1/session_service.pb.h"
#include "services/sessions/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::sessions {

absl::StatusOr<v1::Self> GetSelf(const rpc::Call& call, const storage::Reader& reader,
                                 const v1::GetSelfRequest&) {
  v1::Self self;
  self.set_principal(call.principal.name);
  if (!call.principal.roles.Has(options::v1::ROLE_CHECK_IN_LINK)) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto user, reader.Get<v1::User>(call.principal.name));
    self.set_display_name(user.display_name());
  }
  for (const auto role : call.principal.roles.List()) self.add_roles(role);
  self.set_clinic(call.principal.clinic);
  *self.mutable_expire_time() = TimestampOf(call.principal.expires);
  return self;
}

}  // namespace midstance::sessions
