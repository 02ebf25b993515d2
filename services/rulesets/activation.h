#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>

#include "midstance/storage/v1/rules.pb.h"
#include "midstance/v1/rule_set_revision.pb.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::rulesets {

// What becomes active, and who says so.
struct Activating {
  std::string revision;
  bool shipped = false;
  std::string user;
  std::string reason;
  std::string back_test = {};
  Instant now;
  Instant effective;  // not before `now`
  bool rollback = false;
  std::string replaced = {};  // where nothing was recorded yet: what evaluated all the same
};

// Writes the activation, and from when on it holds: in place of what is active by `active` (a row
// as of now; none: nothing was recorded yet), and of what waits.
absl::StatusOr<v1::RuleSetActivation> Activate(
    storage::Writer& writer, const std::optional<storage::v1::ActiveRules>& active,
    const Activating& activating);

}  // namespace midstance::rulesets
