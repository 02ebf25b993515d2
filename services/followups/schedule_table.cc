#include "services/followups/schedule_table.h"

#include <algorithm>
#include <set>
#include <string>

#include "support/data_text.h"

namespace midstance::followups {
namespace {

using config::v1::ScheduleRow;

bool IsNegative(int number) { return number < 0; }

std::string WrongWith(const ScheduleRow& row) {
  const bool named = !row.id().empty() && !row.title().empty() && !row.source().empty();
  const bool kinds = row.kind() != v1::FollowUp::KIND_UNSPECIFIED &&
                     row.anchor() != ScheduleRow::ANCHOR_UNSPECIFIED;
  const auto& reminders = row.remind_before_days();
  const bool days = row.due_after_days() >= 0 && row.repeat_after_days() >= 0 &&
                    row.treatment_days() >= 0 &&
                    std::none_of(reminders.begin(), reminders.end(), IsNegative);
  std::string wrong;
  if (!named) wrong += " has no id, title or source;";
  if (!kinds) wrong += " has no kind or anchor;";
  if (!days) wrong += " has days below 0;";
  return wrong;
}

}  // namespace

absl::StatusOr<config::v1::FollowUpSchedule> ParseSchedule(std::string_view text) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto schedule, ParseDataText<config::v1::FollowUpSchedule>("follow-up schedule", text));
  std::string problems;
  std::set<std::string> ids;
  for (const auto& row : schedule.rows()) {
    std::string wrong = WrongWith(row);
    if (!ids.insert(row.id()).second) wrong += " is there twice;";
    if (!wrong.empty()) problems += " row \"" + row.id() + "\"" + wrong;
  }
  if (schedule.missed_contacts() < 1) problems += " missed_contacts must be at least 1;";
  if (problems.empty()) return schedule;
  return absl::FailedPreconditionError("the follow-up schedule:" + problems);
}

absl::StatusOr<config::v1::FollowUpSchedule> ShippedSchedule() {
  return ParseSchedule(ScheduleText());
}

}  // namespace midstance::followups
