#include "services/progress/course_facts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "services/cases/engine/facts.h"
#include "services/progress/course.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::progress {
namespace {

rules::Report FactsAbout(const std::string& name, Instant now) {
  return {.name = name, .observed = now, .entered = now, .site = std::nullopt, .values = {}};
}

// Whether a flag that asks for a doctor waits for its end.
absl::StatusOr<bool> HasOpenFlag(const storage::Reader& reader, const v1::Case& a_case) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(a_case.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto open, cases::OpenEscalations(reader, name.patient()));
  return std::any_of(open.begin(), open.end(), [](const v1::Escalation& escalation) {
    return escalation.urgency() >= rules::v1::SOON;
  });
}

// Where nobody asked for check-ins yet they are expected of whoever made one.
bool IsBeforeTheProgram(const v1::Case& a_case) {
  return a_case.state() == v1::Case::STATE_OPEN || a_case.state() == v1::Case::STATE_ASSESSED;
}

std::optional<rules::Report> LateCheckIn(const Course& course, const v1::Case& a_case, Instant now,
                                         const schedule::ClinicCalendar& calendar,
                                         int check_in_every_days, bool open_flag) {
  if (!open_flag && a_case.state() != v1::Case::STATE_IN_PROGRAM) return std::nullopt;
  const auto last = std::max_element(
      course.check_ins.begin(), course.check_ins.end(), [](const auto& one, const auto& other) {
        return InstantOf(one.occurred_time()) < InstantOf(other.occurred_time());
      });
  const bool any = last != course.check_ins.end();
  if (!any && IsBeforeTheProgram(a_case)) return std::nullopt;
  Instant since = InstantOf(a_case.state_time());
  if (any) since = std::max(since, InstantOf(last->occurred_time()));
  const auto late = (calendar.DateOf(now) - calendar.DateOf(since)).count() - check_in_every_days;
  if (late < 1) return std::nullopt;
  auto facts = FactsAbout(any ? last->name() : a_case.name(), now);
  facts.values.push_back({"check_in_days_late", static_cast<double>(late)});
  facts.values.push_back(
      {"open_flag", open_flag ? rules::Answer::kPresent : rules::Answer::kAbsent});
  return facts;
}

std::optional<rules::Report> Response(const measures::Library& library, const Course& course,
                                      const v1::Case& a_case, Instant now,
                                      const schedule::ClinicCalendar& calendar) {
  if (course.program.empty() || course.enrollments.empty()) return std::nullopt;
  const auto first = std::min_element(
      course.enrollments.begin(), course.enrollments.end(), [](const auto& one, const auto& other) {
        return InstantOf(one.create_time()) < InstantOf(other.create_time());
      });
  auto facts = FactsAbout(first->name(), now);
  const auto days = (course.program.last - course.program.first).count() + 1;
  facts.values.push_back({"program_days", static_cast<double>(days)});
  const auto adherence = AdherenceOf(course, a_case.name(), course.program, calendar);
  if (adherence.overall().has_percent()) {
    facts.values.push_back({"adherence_percent", adherence.overall().percent()});
  }
  bool compared = false, improved = false;
  for (const auto& change : ChangesOf(library, course, calendar)) {
    compared |= change.course() != v1::OUTCOME_COURSE_UNSPECIFIED;
    improved |= change.course() == v1::OUTCOME_COURSE_IMPROVED;
  }
  if (compared) {
    facts.values.push_back(
        {"outcome_improved", improved ? rules::Answer::kPresent : rules::Answer::kAbsent});
  }
  return facts;
}

}  // namespace

absl::StatusOr<std::vector<rules::Report>> CourseFacts(const storage::Reader& reader,
                                                       const measures::Library& library,
                                                       const schedule::ClinicCalendar& calendar,
                                                       const v1::Case& a_case, Instant now,
                                                       int check_in_every_days) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto course, CourseOf(reader, a_case.name(), now, calendar));
  MIDSTANCE_ASSIGN_OR_RETURN(const bool open_flag, HasOpenFlag(reader, a_case));
  std::vector<rules::Report> facts;
  if (auto late = LateCheckIn(course, a_case, now, calendar, check_in_every_days, open_flag)) {
    facts.push_back(*std::move(late));
  }
  if (auto response = Response(library, course, a_case, now, calendar)) {
    facts.push_back(*std::move(response));
  }
  return facts;
}

}  // namespace midstance::progress
