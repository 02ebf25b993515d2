#include "services/ledger/chains.h"

#include <algorithm>
#include <map>
#include <set>

#include "services/cases/engine/settle.h"
#include "support/time.h"

namespace midstance::ledger {
namespace {

using rules::v1::Evidence;
using rules::v1::RuleResult;
using v1::Escalation;

// Of each flag its most urgent result.
std::vector<const RuleResult*> MostUrgent(std::span<const RuleResult> held) {
  std::map<std::string_view, const RuleResult*> flags;
  for (const auto& result : held) {
    auto& most = flags[result.fingerprint()];
    if (most == nullptr || result.urgency() > most->urgency()) most = &result;
  }
  std::vector<const RuleResult*> all;
  all.reserve(flags.size());
  for (const auto& [fingerprint, result] : flags) all.push_back(result);
  return all;
}

// The record that was entered last: it completed the criterion.
const std::string& LastRecord(const RuleResult& result) {
  static const std::string kNone;
  const auto last =
      std::max_element(result.evidence().begin(), result.evidence().end(),
                       [](const Evidence& one, const Evidence& other) {
                         return InstantOf(one.entered_time()) < InstantOf(other.entered_time());
                       });
  return last == result.evidence().end() ? kNone : last->entry();
}

std::vector<const Escalation*> CarriersOf(const RuleResult& result,
                                          std::span<const Escalation> escalations) {
  std::vector<const Escalation*> carriers;
  for (const auto& escalation : escalations) {
    if (cases::SameAlarm(escalation, result)) carriers.push_back(&escalation);
  }
  return carriers;
}

// As it was told when it was raised, also where the record was amended since and says the same.
bool WasKnown(const Evidence& evidence, std::span<const Escalation* const> carriers) {
  return std::any_of(carriers.begin(), carriers.end(), [&](const Escalation* escalation) {
    const auto& firings = escalation->firings();
    return std::any_of(firings.begin(), firings.end(), [&](const auto& firing) {
      const auto& all = firing.result().evidence();
      return std::any_of(all.begin(), all.end(), [&](const Evidence& one) {
        return one.code() == evidence.code() &&
               (one.entry() == evidence.entry() ||
                (one.observed() == evidence.observed() &&
                 InstantOf(one.observed_time()) == InstantOf(evidence.observed_time())));
      });
    });
  });
}

bool CameBack(const RuleResult& result, std::span<const Escalation* const> carriers) {
  Instant answered = Instant::min();
  for (const auto* escalation : carriers) {
    if (escalation->state() != Escalation::STATE_RESOLVED) return false;
    answered = std::max(answered, InstantOf(escalation->resolution().resolve_time()));
  }
  return std::any_of(result.evidence().begin(), result.evidence().end(), [&](const Evidence& one) {
    return InstantOf(one.entered_time()) > answered && !WasKnown(one, carriers);
  });
}

// In each record by itself: what two records had open each when they were merged stays two.
void CheckDoubles(std::span<const Escalation> escalations, std::vector<Violation>& violations) {
  std::set<std::tuple<std::string_view, std::string_view, int, int>> unresolved;
  for (const auto& escalation : escalations) {
    if (escalation.has_by_hand() || escalation.state() == Escalation::STATE_RESOLVED) continue;
    const std::string_view name = escalation.name();
    const std::string_view record = name.substr(0, name.find("/cases/"));
    if (!unresolved
             .insert(
                 {record, escalation.family(), escalation.site().area(), escalation.site().side()})
             .second) {
      violations.push_back({escalation.name(), "is open beside another one of the same flag"});
    }
  }
}

}  // namespace

int FlagsIn(std::span<const RuleResult> held) { return static_cast<int>(MostUrgent(held).size()); }

std::vector<Violation> CheckChains(std::span<const RuleResult> held,
                                   std::span<const RuleResult> holds,
                                   std::span<const Escalation> escalations) {
  std::vector<Violation> violations;
  for (const auto* result : MostUrgent(held)) {
    const auto carriers = CarriersOf(*result, escalations);
    if (carriers.empty()) {
      violations.push_back({LastRecord(*result), "completed a flag that no escalation carries"});
      continue;
    }
    const auto* const most = *std::max_element(
        carriers.begin(), carriers.end(),
        [](const auto* one, const auto* other) { return one->urgency() < other->urgency(); });
    if (most->urgency() < result->urgency()) {
      violations.push_back({most->name(), "is less urgent than the flag that it carries was"});
    }
  }
  for (const auto* result : MostUrgent(holds)) {
    const auto carriers = CarriersOf(*result, escalations);
    if (!carriers.empty() && CameBack(*result, carriers)) {
      violations.push_back(
          {LastRecord(*result), "completed a flag anew that no open escalation carries"});
    }
  }
  CheckDoubles(escalations, violations);
  return violations;
}

bool IsHeld(const Escalation& escalation, std::span<const RuleResult> held) {
  return std::any_of(held.begin(), held.end(), [&](const RuleResult& result) {
    return cases::SameAlarm(escalation, result);
  });
}

}  // namespace midstance::ledger
