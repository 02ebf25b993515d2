#include "services/admin/register.h"

#include "midstance/v1/admin_service.pb.h"
#include "services/admin/verbs.h"

namespace midstance::admin {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(CreateUser{deps.hasher});
  table.Serve(GetUser);
  table.Serve(ListUsers{deps.sealer});
  table.Serve(UpdateUser{deps.authenticator});
  table.Serve(DisableUser{deps.authenticator});
  table.Serve(ListAuditEntries{deps.sealer});
  table.Serve(VerifyAuditTrail{deps.sealer});
  table.Serve(GetServerInfo{deps.facts});
}

}  // namespace midstance::admin
