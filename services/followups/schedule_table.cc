#include "services/followups/schedule_table.h"

#include <algorithm>
#include <set>
#include <string>

#include "services/cases/workflow.h"
#include "support/data_text.h"

namespace midstance::followups {
namespace {

using config::v1::ScheduleRow;

bool IsNegative(int number) { return number < 0; }

// What the rule says is the rule's alone.
bool TellsDays(const ScheduleRow& row) {
  return row.due_after_days() != 0 || row.repeat_after_days() != 0 || row.treatment_days() != 0 ||
         row.has_opens_after_days() || row.has_closes_after_days() || !row.source().empty();
}

bool HasDays(const v1::CareRule* rule) {
  return rule != nullptr && (rule->kind() == v1::CareRule::KIND_DATE ||
                             rule->kind() == v1::CareRule::KIND_REASSESSMENT);
}

void FillIn(const v1::CareRules& rules, const v1::CareRule& rule, ScheduleRow& row) {
  row.set_source(rule.source());
  if (rule.kind() == v1::CareRule::KIND_DATE) {
    row.set_due_after_days(rule.within_days());
    row.set_repeat_after_days(rule.has_again_days() ? rule.again_days() : rule.within_days());
    row.set_treatment_days(rule.treatment_days());
    return;
  }
  const auto window = cases::WindowOf(rules, rule);
  if (window.first) row.set_opens_after_days(*window.first);
  if (window.end) row.set_closes_after_days(*window.end);
  // The one at discharge is due when discharge is planned; see its anchor.
  row.set_due_after_days(rule.last_day());
  if (rule.last_day() > rule.first_day()) {
    row.add_remind_before_days(rule.last_day() - rule.first_day());
  }
}

std::string WrongWith(const ScheduleRow& row, const v1::CareRule* rule) {
  const bool kinds = row.kind() != v1::FollowUp::KIND_UNSPECIFIED &&
                     row.anchor() != ScheduleRow::ANCHOR_UNSPECIFIED;
  const auto& reminders = row.remind_before_days();
  std::string wrong;
  if (row.id().empty() || row.title().empty()) wrong += " has no id or title;";
  if (!kinds) wrong += " has no kind or anchor;";
  if (!HasDays(rule)) wrong += " names no rule that has days;";
  if (TellsDays(row)) wrong += " has days or a source of its own;";
  if (std::any_of(reminders.begin(), reminders.end(), IsNegative)) wrong += " has days below 0;";
  return wrong;
}

}  // namespace

absl::StatusOr<config::v1::FollowUpSchedule> ParseSchedule(std::string_view text) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto schedule, ParseDataText<config::v1::FollowUpSchedule>("follow-up schedule", text));
  std::string problems;
  std::set<std::string> ids;
  const auto& rules = cases::CareTable();
  for (auto& row : *schedule.mutable_rows()) {
    const auto* const rule = cases::CareRuleOf(rules, row.care_rule());
    std::string wrong = WrongWith(row, rule);
    if (!ids.insert(row.id()).second) wrong += " is there twice;";
    if (wrong.empty()) {
      FillIn(rules, *rule, row);
    } else {
      problems += " row \"" + row.id() + "\"" + wrong;
    }
  }
  if (problems.empty()) return schedule;
  return absl::FailedPreconditionError("the follow-up schedule:" + problems);
}

absl::StatusOr<config::v1::FollowUpSchedule> ShippedSchedule() {
  return ParseSchedule(ScheduleText());
}

}  // namespace midstance::followups
