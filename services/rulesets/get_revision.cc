#include "midstance/v1/rule_set_service.pb.h"
#include "services/rulesets/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::rulesets {

absl::StatusOr<v1::RuleSetRevision> GetRuleSetRevision(
    const rpc::Call&, const storage::Reader& reader, const v1::GetRuleSetRevisionRequest& request) {
  MIDSTANCE_RETURN_IF_ERROR(ResourceName::Parse(request.name(), Kind::kRuleSetRevision).status());
  return reader.Get<v1::RuleSetRevision>(request.name());
}

}  // namespace midstance::rulesets
