#include "services/rules/verdict.h"

#include <algorithm>

namespace midstance::rules {

Verdict VerdictAt(const View& view, const RuleInfo& rule, const Timeline::Track& track,
                  const Moment& moment) {
  const Scope scope = view.At(track, moment, rule.rule->urgency());
  // Nobody can have asked about a site before it was told of.
  if (!scope.Knows(track)) return {};
  const Judgement judged = Judge(scope, rule.when);
  Verdict verdict{.truth = judged.truth, .urgency = v1::URGENCY_UNSPECIFIED, .until = judged.until};
  if (judged.truth != Truth::kTrue) return verdict;
  verdict.urgency = rule.rule->urgency();
  for (const UpgradeInfo& upgrade : rule.upgrades) {
    const Judgement more = Judge(view.At(track, moment, upgrade.urgency), upgrade.when);
    verdict.until = std::min(verdict.until, more.until);
    if (more.truth == Truth::kTrue) verdict.urgency = std::max(verdict.urgency, upgrade.urgency);
  }
  return verdict;
}

}  // namespace midstance::rules
