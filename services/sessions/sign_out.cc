#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/session_service.pb.h"
#include "services/sessions/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::sessions {

absl::StatusOr<v1::SignOutResponse> SignOut::operator()(const rpc::Call& call,
                                                        storage::Writer& writer,
                                                        const v1::SignOutRequest&) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto session,
                             writer.Get<storage::v1::Session>(call.principal.session));
  *session.mutable_revoke_time() = TimestampOf(call.now);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(session, call.now));
  writer.AfterCommit(
      [&authenticator = authenticator, name = session.name()] { authenticator.Forget(name); });
  return v1::SignOutResponse();
}

}  // namespace midstance::sessions
