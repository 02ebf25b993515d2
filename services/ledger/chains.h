#pragma once

#include <span>
#include <string>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/escalation.pb.h"

// Whether a patient's flags and her escalations fit together. Pure.
namespace midstance::ledger {

// Something that must never be. Neither names a patient nor tells what was found.
struct Violation {
  std::string resource;
  std::string what;
};

// How many flags there are among what holds or held: rule families at a site.
int FlagsIn(std::span<const rules::v1::RuleResult> held);

// Every flag is carried by an escalation that is as urgent, whoever answered it by now; by one that
// is not resolved at most; and by one that is not resolved where it `holds` by something that was
// entered after the last one was. `held` is what ever held, `escalations` all of the patient. What
// a clinician raised by hand carries no flag.
std::vector<Violation> CheckChains(std::span<const rules::v1::RuleResult> held,
                                   std::span<const rules::v1::RuleResult> holds,
                                   std::span<const v1::Escalation> escalations);

// Whether a rule ever held for the escalation's family at its site.
bool IsHeld(const v1::Escalation& escalation, std::span<const rules::v1::RuleResult> held);

}  // namespace midstance::ledger
