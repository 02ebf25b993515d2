#pragma once

#include <absl/status/status.h>

#include <string_view>

#include "services/cases/engine/engine.h"
#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::cases {

// After the records of a person were merged or parted in this call, or her birth date was put
// right, `patient_id` being one of hers: lets the rules speak about what she has now, without any
// further report. They also look
// back at what held since the first observation of what was entered from `entered` on below
// `record`, a patient's name, or, when that is empty, anywhere: only that is seen in a new light.
// Escalations that rest on what is no longer hers, and are carried by nothing else, wait for a
// person as after a withdrawal. When to ask again is decided anew.
absl::Status AskAnew(const rpc::Call& call, storage::Writer& writer, const RuleEngine& engine,
                     std::string_view patient_id, std::string_view record, Instant entered);

}  // namespace midstance::cases
