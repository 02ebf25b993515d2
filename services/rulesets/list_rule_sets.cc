#include "midstance/v1/rule_set_service.pb.h"
#include "services/rpc/paging.h"
#include "services/rulesets/active.h"
#include "services/rulesets/verbs.h"

namespace midstance::rulesets {

absl::StatusOr<v1::ListRuleSetsResponse> ListRuleSets::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListRuleSetsRequest& request) const {
  const auto asked = rpc::AskedBy(request);
  MIDSTANCE_RETURN_IF_ERROR(rpc::PageSizeOf(asked).status());
  MIDSTANCE_RETURN_IF_ERROR(rpc::OpenPageToken(sealer, call, asked).status());
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(reader, call.now));
  v1::ListRuleSetsResponse response;
  *response.add_rule_sets() = Shown(*active);
  return response;
}

}  // namespace midstance::rulesets
