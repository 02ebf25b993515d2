#include "services/cases/engine/active_rules.h"

#include <utility>

#include "storage/find.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::cases {

using storage::v1::ActiveRules;

void ForgetNext(ActiveRules& active) {
  active.clear_next_revision();
  active.clear_next_effective_time();
  active.clear_next_shipped();
}

ActiveRules AsOf(ActiveRules active, Instant now) {
  if (active.next_revision().empty() || InstantOf(active.next_effective_time()) > now) {
    return active;
  }
  active.set_replaced(active.revision());
  active.set_revision(active.next_revision());
  *active.mutable_effective_time() = active.next_effective_time();
  active.set_shipped(active.next_shipped());
  ForgetNext(active);
  return active;
}

absl::StatusOr<std::optional<ActiveRules>> ActiveRulesAt(const storage::Reader& snapshot,
                                                         std::string_view rule_set, Instant now) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto row, storage::Find<ActiveRules>(snapshot, rule_set));
  if (row.has_value()) row = AsOf(*std::move(row), now);
  return row;
}

absl::StatusOr<std::optional<ActiveRules>> ActiveRulesAt(storage::Writer& writer,
                                                         std::string_view rule_set, Instant now) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto row, writer.GetGuarded<ActiveRules>(rule_set));
  if (row.has_value()) row = AsOf(*std::move(row), now);
  return row;
}

}  // namespace midstance::cases
