#include "midstance/v1/check_in_service.pb.h"
#include "services/checkins/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"

namespace midstance::checkins {

absl::StatusOr<v1::CheckInLink> RevokeCheckInLink::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::RevokeCheckInLinkRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto link, writer.Get<v1::CheckInLink>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(link, request.etag()));
  if (link.has_revoke_time()) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/CheckInLink", link.name())
        .Because("the link was revoked before");
  }
  *link.mutable_revoke_time() = TimestampOf(call.now);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(link, call.now));
  writer.AfterCommit([&known = authenticator, name = link.name()] { known.ForgetPrincipal(name); });
  return link;
}

}  // namespace midstance::checkins
