#include "services/rulesets/register.h"

#include "midstance/v1/rule_set_service.pb.h"
#include "services/rulesets/verbs.h"

namespace midstance::rulesets {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(GetRuleSet{deps.engines});
  table.Serve(ListRuleSets{deps.engines, deps.sealer});
  table.Serve(EvaluateRuleSet{deps.engines});
  table.Serve(CreateRuleSetRevision{deps.engines});
  table.Serve(GetRuleSetRevision);
  table.Serve(ListRuleSetRevisions{deps.engines, deps.sealer});
  table.Serve(ApproveRuleSetRevision);
  table.Serve(ActivateRuleSetRevision{deps.engines});
  table.Serve(ListRuleSetActivations{deps.engines, deps.sealer});
}

}  // namespace midstance::rulesets
