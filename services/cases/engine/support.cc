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

bool RestsOnServer(const rules::CompiledRuleSet& rules, const rules::v1::RuleResult& result) {
  const auto& all = result.evidence();
  return std::any_of(all.begin(), all.end(), [&](const rules::v1::Evidence& evidence) {
    const auto* code = rules.Find(evidence.code());
    return code != nullptr && code->by_server;
  });
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
  if (std::any_of(firings.begin(), firings.end(),
                  [&](const auto& firing) { return firing.rule_set_digest() != rules.digest(); })) {
    return true;
  }
  // What the server itself found, at the time or by the clock, is in no record that came late.
  if (std::any_of(firings.begin(), firings.end(),
                  [&](const auto& firing) { return RestsOnServer(rules, firing.result()); })) {
    return true;
  }
  if (rules::EverHeldBefore(rules, timeline, until, [&](const rules::v1::RuleResult& result) {
        return Carries(result, escalation);
      })) {
    return true;
  }
  return std::any_of(firings.begin(), firings.end(), [&](const v1::Escalation::Firing& firing) {
    const Instant raised = InstantOf(firing.raised_time());
    return raised < now &&
           Holds(engine.EvaluateNow(timeline.ObservedUntil(rules, raised), raised), escalation);
  });
}

}  // namespace midstance::cases
