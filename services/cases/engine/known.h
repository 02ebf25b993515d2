#pragma once

#include <absl/status/statusor.h>

#include <span>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "services/cases/engine/person.h"
#include "storage/store.h"

// The escalations of a person that what the rules say is compared with.
namespace midstance::cases {

// Puts the escalation in the place of the one of its name, or behind the last.
void Replace(const v1::Escalation& escalation, std::vector<v1::Escalation>& in);

// What Settle asks for, from every record of the person. `touched` is what the call itself opened
// or changed already, which the reader's lists do not show. `anew`: her records are others than
// before, and a person's answer that rests on less than the alarm now does is left out: she was not
// shown the rest.
absl::StatusOr<std::vector<v1::Escalation>> KnownEscalations(
    const storage::Reader& reader, const Person& person, const rules::v1::Evaluation& evaluation,
    std::span<const rules::v1::RuleResult> late, const std::vector<v1::Escalation>& touched,
    bool anew);

}  // namespace midstance::cases
