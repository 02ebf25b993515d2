#include "services/cases/engine/support.h"

#include <algorithm>

#include "services/cases/engine/alarms.h"
#include "services/cases/engine/settle.h"
#include "services/rules/evaluate.h"
#include "services/rules/late.h"

namespace midstance::cases {
namespace {

bool Carries(const rules::v1::RuleResult& result, const v1::Escalation& escalation) {
  return result.truth() == rules::v1::HOLDS && SameAlarm(escalation, result) &&
         RankOf(result) >= RankOf(escalation);
}

}  // namespace

bool Holds(const rules::v1::Evaluation& evaluation, const v1::Escalation& escalation) {
  return std::any_of(
      evaluation.results().begin(), evaluation.results().end(),
      [&](const rules::v1::RuleResult& result) { return Carries(result, escalation); });
}

bool Supports(const RuleEngine& engine, const rules::Timeline& timeline,
              const rules::v1::Evaluation& now, const v1::Escalation& escalation) {
  if (Holds(now, escalation)) return true;
  const auto& firings = escalation.firings();
  return std::any_of(firings.begin(), firings.end(), [&](const v1::Escalation::Firing& firing) {
    const Instant raised = InstantOf(firing.raised_time());
    const Instant observed = InstantOf(firing.result().last_observed_time());
    return Holds(engine.Evaluate(timeline, raised), escalation) ||
           Holds(rules::Evaluate(engine.rules(), timeline, observed, {.as_observed = true}),
                 escalation);
  });
}

bool HeldAtAll(const RuleEngine& engine, const rules::Timeline& timeline, Instant until,
               Instant now, const v1::Escalation& escalation) {
  const auto& rules = engine.rules();
  const auto& firings = escalation.firings();
  const auto holds = [&](const rules::v1::Evaluation& then) { return Holds(then, escalation); };
  if (std::any_of(firings.begin(), firings.end(),
                  [&](const auto& firing) { return firing.rule_set_digest() != rules.digest(); })) {
    return true;
  }
  // Most likely it holds where it held.
  for (const auto& firing : firings) {
    const Instant observed = InstantOf(firing.result().last_observed_time());
    if (observed >= until) continue;
    if (holds(rules::Evaluate(rules, timeline, observed, {.as_observed = true}))) return true;
  }
  for (const auto& firing : firings) {
    const Instant raised = InstantOf(firing.raised_time());
    if (raised >= now) continue;
    if (holds(engine.EvaluateNow(timeline.ObservedUntil(rules, raised), raised))) return true;
  }
  return rules::EverHeldBefore(rules, timeline, until, [&](const rules::v1::RuleResult& result) {
    return Carries(result, escalation);
  });
}

}  // namespace midstance::cases
