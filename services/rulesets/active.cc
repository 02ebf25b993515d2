#include "services/rulesets/active.h"

#include "support/status.h"

namespace midstance::rulesets {

v1::RuleSet Shown(const cases::RuleEngine& active) {
  v1::RuleSet shown;
  shown.set_name(active.rule_set());
  shown.set_title(active.rules().source().title());
  shown.set_digest(active.rules().digest());
  shown.set_active(true);
  *shown.mutable_definition() = active.rules().source();
  shown.set_revision(active.name());
  return shown;
}

absl::Status IsRuleSet(const cases::Engines& engines, std::string_view name) {
  if (name == engines.shipped()->rule_set()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_RESOURCE_NOT_FOUND)
      .On("midstance.v1/RuleSet", name)
      .Because("the server knows no such rule set");
}

}  // namespace midstance::rulesets
