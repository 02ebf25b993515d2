#include "services/rulesets/active.h"

#include "support/names.h"
#include "support/status.h"

namespace midstance::rulesets {

v1::RuleSet Shown(const rules::CompiledRuleSet& active) {
  v1::RuleSet shown;
  shown.set_name(RuleSetName(active.id()).str());
  shown.set_title(active.source().title());
  shown.set_digest(active.digest());
  shown.set_active(true);
  *shown.mutable_definition() = active.source();
  return shown;
}

absl::Status IsActive(const rules::CompiledRuleSet& active, const std::string& name) {
  if (name == RuleSetName(active.id()).str()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_RESOURCE_NOT_FOUND)
      .On("midstance.v1/RuleSet", name)
      .Because("the server knows no such rule set");
}

}  // namespace midstance::rulesets
