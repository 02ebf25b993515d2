#pragma once

#include <absl/status/statusor.h>

#include <span>
#include <string_view>
#include <vector>

#include "midstance/v1/escalation.pb.h"
#include "services/cases/engine/engine.h"
#include "services/cases/engine/person.h"
#include "services/exercises/check.h"
#include "services/rules/timeline.h"
#include "storage/store.h"

// What the cautions of exercises look at, from a patient's records.
namespace midstance::cases {

// The latest answer at each site, and about the whole patient, to every code that a caution asks
// for. Of two reports of one moment the worse answer stands; an answer that leaves the matter open
// leaves the one before.
exercises::PatientFacts FactsOf(const RuleEngine& engine, const rules::Timeline& timeline,
                                std::span<const v1::Escalation> open, Instant now);

// The escalations that nobody resolved, in each record of the person.
absl::StatusOr<std::vector<v1::Escalation>> OpenEscalations(const storage::Reader& reader,
                                                            std::string_view patient_id);
absl::StatusOr<std::vector<v1::Escalation>> OpenEscalations(const storage::Reader& reader,
                                                            const Person& person);

// The same from what is stored. RESOURCE_NOT_FOUND without such a patient.
absl::StatusOr<exercises::PatientFacts> FactsFor(const storage::Reader& snapshot,
                                                 const RuleEngine& engine,
                                                 std::string_view patient_id, Instant now);
// ... inside a write, which a deleted patient refuses: STATE_FORBIDS. It is decided again when
// another record of the person has moved.
absl::StatusOr<exercises::PatientFacts> FactsIn(storage::Writer& writer, const RuleEngine& engine,
                                                std::string_view patient_id, Instant now);

}  // namespace midstance::cases
