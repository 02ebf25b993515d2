#pragma once

#include <string>

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "services/cases/engine/settle.h"

// What an escalation remembers. Its size is bounded, however long it stays open while reports keep
// coming in.
namespace midstance::cases {

// An event stays where it is, for good: its place is its name (services/delivery/name.h). When
// there are very many, of added evidence that nothing else came between the newest alone is kept.
// Events of other kinds are all kept, and all stand in the order in which they came.
void AddEvent(const Occasion& occasion, v1::Escalation::Event::Kind kind, std::string text,
              v1::Escalation& escalation);

// Of each rule at each urgency the first firing and the newest are kept.
void AddFiring(const Occasion& occasion, const rules::v1::Evaluation& evaluation,
               const rules::v1::RuleResult& result, v1::Escalation& escalation);

}  // namespace midstance::cases
