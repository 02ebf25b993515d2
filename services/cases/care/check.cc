#include "services/cases/care/check.h"

#include <string_view>

#include "services/cases/lifecycle.h"
#include "services/cases/workflow.h"

namespace midstance::cases {
namespace {

using v1::CareItem;
using v1::CareRule;
using v1::DischargeCriterion;

CareItem ItemOf(const CareRule& rule) {
  CareItem item;
  item.set_rule(rule.id());
  item.set_title(rule.title());
  item.set_source(rule.source());
  return item;
}

// Nothing can be done in a case that has ended.
void EndItem(CareItem& item) {
  if (item.status() == CareItem::STATUS_SCHEDULED) {
    item.set_status(CareItem::STATUS_NOT_APPLICABLE);
    item.set_because("the case ended before");
  } else if (item.status() == CareItem::STATUS_DUE || item.status() == CareItem::STATUS_OVERDUE) {
    item.set_status(CareItem::STATUS_MISSED);
  }
}

DischargeCriterion::Verdict Together(const v1::CheckCaseResponse& found) {
  auto all = DischargeCriterion::VERDICT_MET;
  for (const auto& criterion : found.criteria()) {
    if (criterion.enough_alone()) {
      if (criterion.verdict() == DischargeCriterion::VERDICT_MET) return criterion.verdict();
    } else if (criterion.verdict() == DischargeCriterion::VERDICT_NOT_MET) {
      all = criterion.verdict();
    } else if (criterion.verdict() == DischargeCriterion::VERDICT_UNKNOWN &&
               all == DischargeCriterion::VERDICT_MET) {
      all = criterion.verdict();
    }
  }
  return all;
}

void AddLegalMoves(const v1::Case& of, v1::CheckCaseResponse& found) {
  for (const auto& rule : MoveTable().moves()) {
    if (rule.from() != of.state()) continue;
    auto& legal = *found.add_legal_moves();
    legal = rule;
    if (rule.method() == MethodOf(Move::kResume)) legal.set_to(of.held_state());
  }
}

}  // namespace

void DueOn(Day due, Day today, CareItem& item) {
  item.set_due_date(DayText(due));
  item.set_status(today < due    ? CareItem::STATUS_SCHEDULED
                  : today == due ? CareItem::STATUS_DUE
                                 : CareItem::STATUS_OVERDUE);
}

v1::CheckCaseResponse CheckRecords(const CaseRecords& records, const v1::CareRules& rules,
                                   const v1::DirectAccessLimits* limits, Instant now) {
  const CareFacts facts = FactsOf(records, now);
  v1::CheckCaseResponse found;
  found.set_check_date(DayText(facts.today));
  for (const auto& rule : rules.rules()) {
    auto item = ItemOf(rule);
    switch (rule.kind()) {
      case CareRule::KIND_DOCUMENT:
        CheckDocument(records, facts, item);
        break;
      case CareRule::KIND_DATE:
        CheckDate(records, facts, rule, item);
        break;
      case CareRule::KIND_REASSESSMENT:
        CheckReassessment(records, facts, rule, WindowOf(rules, rule), item);
        break;
      case CareRule::KIND_DIRECT_ACCESS:
        if (limits == nullptr || !CheckDirectAccess(records, facts, *limits, item)) continue;
        break;
      case CareRule::KIND_CRITERION:
      case CareRule::KIND_ENOUGH_ALONE: {
        auto& criterion = *found.add_criteria();
        criterion.set_rule(rule.id());
        criterion.set_title(rule.title());
        criterion.set_source(rule.source());
        criterion.set_enough_alone(rule.kind() == CareRule::KIND_ENOUGH_ALONE);
        CheckCriterion(records, facts, rule, criterion);
        continue;
      }
      default:
        continue;
    }
    if (facts.ended) EndItem(item);
    *found.add_items() = std::move(item);
  }
  found.set_discharge(Together(found));
  Propose(records, facts, found);
  AddLegalMoves(records.of, found);
  return found;
}

}  // namespace midstance::cases
