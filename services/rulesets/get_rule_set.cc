#include "midstance/v1/rule_set_service.pb.h"
#include "services/rulesets/active.h"
#include "services/rulesets/verbs.h"
#include "support/status.h"

namespace midstance::rulesets {

absl::StatusOr<v1::RuleSet> GetRuleSet::operator()(const rpc::Call& call,
                                                   const storage::Reader& reader,
                                                   const v1::GetRuleSetRequest& request) const {
  MIDSTANCE_RETURN_IF_ERROR(IsRuleSet(engines, request.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(reader, call.now));
  return Shown(*active);
}

}  // namespace midstance::rulesets
