#include "services/followups/end_with_case.h"

#include <vector>

#include "midstance/v1/follow_up.pb.h"
#include "services/cases/lifecycle.h"
#include "services/followups/state.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::followups {
namespace {

bool OutlivesTheCase(const v1::FollowUp& follow_up) {
  return follow_up.kind() == v1::FollowUp::KIND_CHECK_REFERRAL || !follow_up.escalation().empty();
}

}  // namespace

absl::Status EndWithCase(const rpc::Call& call, storage::Writer& writer, const v1::Case& ended) {
  storage::Query query;
  query.name_prefix = ended.name() + "/followUps/";
  query.where = storage::Filter::Equal("state", std::int64_t{v1::FollowUp::STATE_SCHEDULED});
  std::vector<v1::FollowUp> open;
  MIDSTANCE_RETURN_IF_ERROR(writer.ForEach<v1::FollowUp>(query, [&open](v1::FollowUp& found) {
    if (!OutlivesTheCase(found)) open.push_back(std::move(found));
  }));
  for (auto& follow_up : open) {
    End(v1::FollowUp::STATE_CANCELLED, call.now, follow_up);
    follow_up.set_change_reason(cases::kEpisodeEnded);
    MIDSTANCE_RETURN_IF_ERROR(writer.Update(follow_up, call.now));
  }
  return absl::OkStatus();
}

}  // namespace midstance::followups
