#pragma once

#include <absl/status/statusor.h>

#include <vector>

#include "midstance/v1/escalation.pb.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::cases {

// Writes what was settled, and returns it as it is now: what was opened, then what changed. A
// letter under way about one that became more urgent is as urgent from then on.
absl::StatusOr<std::vector<v1::Escalation>> Keep(storage::Writer& writer, Instant now,
                                                 std::vector<v1::Escalation>& opened,
                                                 std::vector<v1::Escalation>& changed);

}  // namespace midstance::cases
