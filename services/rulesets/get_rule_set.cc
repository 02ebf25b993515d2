#include "midstance/v1/rule_set_service.pb.h"
#include "services/rulesets/active.h"
#include "services/rulesets/verbs.h"
#include "support/status.h"

namespace midstance::rulesets {

absl::StatusOr<v1::RuleSet> GetRuleSet::operator()(const rpc::Call&, const storage::Reader&,
                                                   const v1::GetRuleSetRequest& request) const {
  MIDSTANCE_RETURN_IF_ERROR(IsActive(active, request.name()));
  return Shown(active);
}

}  // namespace midstance::rulesets
