#include "services/reports/known_late.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "services/cases/engine/timeline_loader.h"
#include "services/rules/replay.h"

namespace midstance::reports {
namespace {

struct Spell {
  Instant from;
  Instant until;
};

bool IsOf(const v1::Escalation& flag, const rules::v1::RuleResult& result) {
  const auto site = cases::SiteOf(result.site());
  return result.family() == flag.family() && result.has_site() == flag.has_site() &&
         site.area() == flag.site().area() && site.side() == flag.site().side();
}

// While some rule of the family held at the site, had everything been entered at once.
std::vector<Spell> SpellsOf(const rules::CompiledRuleSet& rules,
                            std::span<const rules::Report> known, const v1::Escalation& flag) {
  std::vector<rules::Report> prompt(known.begin(), known.end());
  for (auto& report : prompt) report.entered = report.observed;
  std::vector<Spell> spells;
  const auto timeline = rules::Timeline::Build(rules, prompt);
  const auto held = rules::Replay(rules, timeline, InstantOf(flag.raised_time()));
  for (const auto& one : held) {
    if (!IsOf(flag, one.result)) continue;
    const Instant until = one.until.value_or(Instant::max());
    if (spells.empty() || one.from > spells.back().until) {
      spells.push_back({one.from, until});
    } else {
      spells.back().until = std::max(spells.back().until, until);
    }
  }
  return spells;
}

// When the first of the evidence that was entered since then was observed.
std::optional<Instant> FirstSince(const rules::v1::RuleResult& result, Instant then) {
  std::optional<Instant> first;
  for (const auto& evidence : result.evidence()) {
    if (InstantOf(evidence.entered_time()) < then) continue;
    const Instant observed = InstantOf(evidence.observed_time());
    first = std::min(first.value_or(observed), observed);
  }
  return first;
}

}  // namespace

const rules::v1::RuleResult& OpenedBy(const v1::Escalation& flag) {
  const Instant raised = InstantOf(flag.raised_time());
  const auto* opened = &flag.firings(0);
  for (const auto& firing : flag.firings()) {
    if (InstantOf(firing.raised_time()) <= raised) opened = &firing;
  }
  return opened->result();
}

Instant WouldHaveBeenRaised(const rules::CompiledRuleSet& rules,
                            std::span<const rules::Report> known, const v1::Escalation& flag,
                            std::optional<Instant> answered) {
  const Instant raised = InstantOf(flag.raised_time());
  const auto& calendar = rules.calendar();
  const bool any_late = std::any_of(known.begin(), known.end(), [&](const auto& report) {
    return calendar.DayOf(report.entered) > calendar.DayOf(report.observed);
  });
  if (!any_late) return raised;
  const auto& opened = OpenedBy(flag);
  const Instant completed = InstantOf(opened.last_observed_time());
  const auto spells = SpellsOf(rules, known, flag);
  const auto spell = std::find_if(spells.begin(), spells.end(),
                                  [&](const Spell& one) { return one.until > completed; });
  if (spell == spells.end()) return raised;
  Instant from = spell->from;
  if (answered.has_value() && from <= *answered) {
    from = std::max(from, FirstSince(opened, *answered).value_or(raised));
  }
  return std::min(from, raised);
}

}  // namespace midstance::reports
