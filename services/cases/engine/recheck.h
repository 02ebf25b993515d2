#pragma once

#include <absl/status/status.h>

#include <optional>
#include <string_view>

#include "services/cases/engine/engine.h"
#include "storage/store.h"
#include "support/time.h"

// When time alone may raise a flag of a patient: kept beside her records, so that whoever looks for
// such flags asks the rules only of those of whom something may have changed.
namespace midstance::cases {

// When the rules next find something by time alone that they do not find at `now`, or find it more
// urgent. Nothing: never.
std::optional<Instant> NextRise(const RuleEngine& engine, const rules::Timeline& timeline,
                                Instant now);

// The rules are asked about the patient by `due` at the latest, or earlier where that was planned.
absl::Status RecheckBy(storage::Writer& writer, std::string_view patient_id, Instant due,
                       Instant now);

// They are asked at `due`, whatever was planned; nothing: not before a record comes.
absl::Status RecheckAt(storage::Writer& writer, std::string_view patient_id,
                       std::optional<Instant> due, Instant now);

}  // namespace midstance::cases
