#include "services/cases/engine/alarms.h"

#include <algorithm>

#include "support/names.h"
#include "support/time.h"

namespace midstance::cases {

using rules::v1::RuleResult;

std::tuple<int, int> RankOf(const RuleResult& result) {
  return {static_cast<int>(result.urgency()), result.family_rank()};
}

std::tuple<int, int> RankOf(const v1::Escalation& escalation) {
  std::tuple<int, int> highest{0, 0};
  for (const auto& firing : escalation.firings()) {
    highest = std::max(highest, RankOf(firing.result()));
  }
  return highest;
}

std::string CaseOf(const RuleResult& result, std::string_view otherwise) {
  const auto& all = result.evidence();
  const auto last =
      std::max_element(all.begin(), all.end(), [](const auto& one, const auto& other) {
        return InstantOf(one.entered_time()) < InstantOf(other.entered_time());
      });
  const auto name = ResourceName::Parse(last == all.end() ? otherwise : last->entry());
  return name.ok() ? std::string(name->case_name()) : std::string();
}

Alarms::Alarms(const rules::v1::Evaluation& evaluation, std::span<const RuleResult> late)
    : late_(late) {
  for (int at = 0; at < evaluation.results_size(); ++at) {
    const auto& result = evaluation.results(at);
    if (result.truth() != rules::v1::HOLDS) continue;
    Alarm& alarm = At(result);
    alarm.members.push_back(&result);
    alarm.positions.push_back(at);
  }
  for (std::size_t at = 0; at < late.size(); ++at) {
    Alarm& alarm = At(late[at]);
    alarm.members.push_back(&late[at]);
    alarm.late.push_back(static_cast<int>(at));
  }
  for (auto& alarm : alarms_) {
    std::stable_sort(
        alarm.members.begin(), alarm.members.end(),
        [](const auto* one, const auto* other) { return RankOf(*one) > RankOf(*other); });
  }
}

void Alarms::KeepLate(const Keeps& keeps, Alarm& alarm) const {
  std::erase_if(alarm.late, [&](int at) {
    const RuleResult& result = late_[static_cast<std::size_t>(at)];
    if (keeps(result)) return false;
    std::erase(alarm.members, &result);
    return true;
  });
}

Alarm& Alarms::At(const RuleResult& result) {
  const auto [found, first] = by_fingerprint_.emplace(result.fingerprint(), alarms_.size());
  if (first) alarms_.emplace_back();
  return alarms_[found->second];
}

}  // namespace midstance::cases
