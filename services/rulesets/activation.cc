#include "services/rulesets/activation.h"

#include <cstdint>
#include <string>

#include "services/cases/engine/active_rules.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::rulesets {
namespace {

// So that names sort as they were made.
std::string IdOf(std::int64_t number) {
  std::string id = std::to_string(number);
  constexpr std::size_t kDigits = 6;
  if (id.size() < kDigits) id.insert(0, kDigits - id.size(), '0');
  return id;
}

}  // namespace

absl::StatusOr<v1::RuleSetActivation> Activate(
    storage::Writer& writer, const std::optional<storage::v1::ActiveRules>& active,
    const Activating& activating) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto name, ResourceName::Parse(activating.revision, Kind::kRuleSetRevision, "name"));
  const ResourceName rule_set = *name.Parent();
  storage::v1::ActiveRules next = active.value_or(storage::v1::ActiveRules());
  next.set_name(rule_set.str());
  if (!active.has_value()) next.set_revision(activating.replaced);
  next.set_activations(next.activations() + 1);

  v1::RuleSetActivation activation;
  activation.set_name(
      ChildName(rule_set, Kind::kRuleSetActivation, IdOf(next.activations())).str());
  activation.set_revision(name.str());
  *activation.mutable_effective_time() = TimestampOf(activating.effective);
  activation.set_user(activating.user);
  activation.set_reason(activating.reason);
  activation.set_back_test(activating.back_test);
  activation.set_replaced(next.revision());
  activation.set_rollback(activating.rollback);

  if (activating.effective > activating.now) {
    next.set_next_revision(name.str());
    *next.mutable_next_effective_time() = activation.effective_time();
    next.set_next_shipped(activating.shipped);
  } else {
    cases::ForgetNext(next);
    // What is activated again while something else waits replaces only that.
    if (next.revision() != name.str()) {
      next.set_replaced(next.revision());
      next.set_revision(name.str());
      *next.mutable_effective_time() = activation.effective_time();
      next.set_shipped(activating.shipped);
    }
  }
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(activation, activating.now));
  MIDSTANCE_RETURN_IF_ERROR(active.has_value() ? writer.Update(next, activating.now)
                                               : writer.Insert(next, activating.now));
  return activation;
}

}  // namespace midstance::rulesets
