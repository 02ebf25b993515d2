#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string_view>

#include "midstance/storage/v1/rules.pb.h"
#include "storage/store.h"
#include "support/time.h"

// The row that says which rules evaluate in a clinic.
namespace midstance::cases {

// The row as of `now`: what waited and has begun is what is active.
storage::v1::ActiveRules AsOf(storage::v1::ActiveRules active, Instant now);
// So that nothing waits any more.
void ForgetNext(storage::v1::ActiveRules& active);

// That of the clinic's rule set, as of `now`; nothing where no activation was recorded yet.
absl::StatusOr<std::optional<storage::v1::ActiveRules>> ActiveRulesAt(
    const storage::Reader& snapshot, std::string_view rule_set, Instant now);
// The same inside a write, which is decided again when the row has moved by its commit.
absl::StatusOr<std::optional<storage::v1::ActiveRules>> ActiveRulesAt(storage::Writer& writer,
                                                                      std::string_view rule_set,
                                                                      Instant now);

}  // namespace midstance::cases
