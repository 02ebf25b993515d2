#pragma once

#include <absl/status/statusor.h>

#include "services/rpc/call.h"
#include "services/rules/compile.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class EvaluateRuleSetRequest;
class EvaluateRuleSetResponse;
class GetRuleSetRequest;
class ListRuleSetsRequest;
class ListRuleSetsResponse;
class RuleSet;
}  // namespace midstance::v1

// The methods of RuleSetService; what each promises stands in the proto. The server knows one rule
// set, the active one.
namespace midstance::rulesets {

struct GetRuleSet {
  const rules::CompiledRuleSet& active;

  absl::StatusOr<v1::RuleSet> operator()(const rpc::Call& call, const storage::Reader& reader,
                                         const v1::GetRuleSetRequest& request) const;
};

struct ListRuleSets {
  const rules::CompiledRuleSet& active;
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListRuleSetsResponse> operator()(const rpc::Call& call,
                                                      const storage::Reader& reader,
                                                      const v1::ListRuleSetsRequest& request) const;
};

struct EvaluateRuleSet {
  const rules::CompiledRuleSet& active;

  absl::StatusOr<v1::EvaluateRuleSetResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::EvaluateRuleSetRequest& request) const;
};

}  // namespace midstance::rulesets
