#include <chrono>
#include <string>

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "services/cases/engine/recording.h"
#include "services/cases/lifecycle.h"
#include "services/cases/live.h"
#include "services/checkins/verbs.h"
#include "storage/tables/all.h"

namespace midstance::checkins {
namespace {

constexpr auto kUsualLife = std::chrono::days{7};
constexpr auto kLongestLife = std::chrono::days{30};

absl::StatusOr<Instant> EndOf(const rpc::Call& call, const v1::IssueCheckInLinkRequest& request) {
  if (!request.has_expire_time()) return call.now + kUsualLife;
  const Instant end = InstantOf(request.expire_time());
  if (end > call.now && end <= call.now + kLongestLife) return end;
  return FieldInvalid("expire_time", "must be later than now, at most 30 days");
}

}  // namespace

absl::StatusOr<v1::IssueCheckInLinkResponse> IssueCheckInLink::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::IssueCheckInLinkRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent,
                             ResourceName::Parse(request.parent(), Kind::kCase, "parent"));
  MIDSTANCE_ASSIGN_OR_RETURN(const Instant end, EndOf(call, request));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto a_case, cases::LiveCase(writer, parent.str()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(a_case));

  v1::IssueCheckInLinkResponse response;
  auto& link = *response.mutable_check_in_link();
  link.set_name(ChildName(parent, Kind::kCheckInLink, call.NewId()).str());
  *link.mutable_expire_time() = TimestampOf(end);
  link.set_issued_by(call.principal.name);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(link, call.now));

  response.set_token(rpc::MakeToken(rpc::TokenKind::kLink, random));
  storage::v1::LinkToken token;
  token.set_name(rpc::TokenName(response.token()));
  token.set_link(link.name());
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(token, call.now));
  return response;
}

}  // namespace midstance::checkins
