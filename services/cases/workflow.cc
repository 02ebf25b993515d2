#include "services/cases/workflow.h"

#include <algorithm>

#include "support/data_text.h"

namespace midstance::cases {

const v1::CaseMoveTable& MoveTable() {
  static const auto kTable = RightOrEnd(ParseDataText<v1::CaseMoveTable>("moves", MoveTableText()));
  return kTable;
}

const v1::CareRules& CareTable() {
  static const auto kTable = RightOrEnd(ParseDataText<v1::CareRules>("care", CareRulesText()));
  return kTable;
}

const v1::CareRule* CareRuleOf(const v1::CareRules& rules, std::string_view id) {
  for (const auto& rule : rules.rules()) {
    if (rule.id() == id) return &rule;
  }
  return nullptr;
}

Window WindowOf(const v1::CareRules& rules, const v1::CareRule& rule) {
  if (!rule.has_first_day()) return {.first = -rule.within_days(), .end = std::nullopt};
  Window window;
  // Forms are often filled in before the first visit.
  if (rule.first_day() != 0) window.first = rule.first_day();
  for (const auto& other : rules.rules()) {
    if (!other.has_first_day() || other.first_day() <= rule.first_day()) continue;
    window.end = std::min(window.end.value_or(other.first_day()), other.first_day());
  }
  return window;
}

}  // namespace midstance::cases
