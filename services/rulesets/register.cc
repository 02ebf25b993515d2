#include "services/rulesets/register.h"

#include "midstance/v1/rule_set_service.pb.h"
#include "services/rulesets/verbs.h"

namespace midstance::rulesets {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(GetRuleSet{deps.active});
  table.Serve(ListRuleSets{deps.active, deps.sealer});
  table.Serve(EvaluateRuleSet{deps.active});
}

}  // namespace midstance::rulesets
