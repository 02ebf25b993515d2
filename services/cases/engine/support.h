#pragma once

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "services/cases/engine/engine.h"
#include "services/rules/timeline.h"
#include "support/time.h"

// Whether a patient's records carry an escalation that was raised from them: whether a rule of its
// family holds at its site that is as serious as the escalation ever was. A lesser one does not
// carry it.
namespace midstance::cases {

// By one evaluation.
bool Holds(const rules::v1::Evaluation& evaluation, const v1::Escalation& escalation);

// Now, or when it fired, by what was known then, or when the last of its evidence was observed.
bool Supports(const RuleEngine& engine, const rules::Timeline& timeline,
              const rules::v1::Evaluation& now, const v1::Escalation& escalation);

// Ever before `until`, as rules::EverHeldBefore looks, or as of when it fired, by all that was
// observed until then and is known at `now`. What other rules than the engine's raised counts as
// held: it is not for these to take back.
bool HeldAtAll(const RuleEngine& engine, const rules::Timeline& timeline, Instant until,
               Instant now, const v1::Escalation& escalation);

}  // namespace midstance::cases
