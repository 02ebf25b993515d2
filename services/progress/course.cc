#include "services/progress/course.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

#include "midstance/v1/case.pb.h"
#include "services/adherence/plan.h"
#include "services/adherence/response.h"
#include "services/checkins/records.h"
#include "services/progress/score_changes.h"
#include "storage/tables/all.h"

namespace midstance::progress {
namespace {

using adherence::Days;

// Check-ins reach back so far at most, and so does when somebody was last seen.
constexpr std::chrono::days kFurthestBack{730};

absl::StatusOr<std::vector<v1::OutcomeScore>> ScoresOf(const storage::Reader& reader,
                                                       const std::string& case_name) {
  storage::Query query;
  query.name_prefix = case_name + "/outcomeScores/";
  query.where = storage::Filter::Equal("state", std::int64_t{v1::RECORD_STATE_ACTIVE});
  std::vector<v1::OutcomeScore> found;
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::OutcomeScore>(
      query, [&found](v1::OutcomeScore& one) { found.push_back(std::move(one)); }));
  return found;
}

}  // namespace

Days UsualDays(Day last) {
  return {last - std::chrono::days{adherence::ShippedParameters().window_days - 1}, last};
}

absl::StatusOr<Course> CourseOf(const storage::Reader& reader, const std::string& case_name,
                                Instant now, const schedule::ClinicCalendar& calendar) {
  MIDSTANCE_RETURN_IF_ERROR(reader.Get<v1::Case>(case_name).status());
  Course course;
  MIDSTANCE_ASSIGN_OR_RETURN(course.enrollments, checkins::EnrollmentsOf(reader, case_name));
  const Day today = calendar.DateOf(now);
  MIDSTANCE_ASSIGN_OR_RETURN(
      course.check_ins,
      checkins::CheckInsOf(reader, case_name, {today - kFurthestBack, today}, calendar));
  MIDSTANCE_ASSIGN_OR_RETURN(course.scores, ScoresOf(reader, case_name));
  const bool told =
      std::any_of(course.check_ins.begin(), course.check_ins.end(), [&](const v1::CheckIn& one) {
        return one.exercises_size() > 0 && adherence::DayTold(one, calendar) == today;
      });
  course.horizon = told ? today : today - std::chrono::days{1};
  course.program = {adherence::kNoEnd, Day{}};
  for (const auto& enrollment : course.enrollments) {
    const Days days = adherence::Overlap(adherence::ProgramDays(enrollment, calendar),
                                         {today - kFurthestBack, course.horizon});
    if (days.empty()) continue;
    course.program = {std::min(course.program.first, days.first),
                      std::max(course.program.last, days.last)};
  }
  return course;
}

v1::Adherence AdherenceOf(const Course& course, const std::string& case_name, const Days& window,
                          const schedule::ClinicCalendar& calendar) {
  const auto& parameters = adherence::ShippedParameters();
  const adherence::Ledger ledger(course.enrollments, course.check_ins, course.horizon, parameters,
                                 calendar);
  auto adherence = adherence::AdherenceIn(ledger, window, parameters);
  adherence.set_case_(case_name);
  const auto last = std::max_element(
      course.check_ins.begin(), course.check_ins.end(), [&](const auto& one, const auto& other) {
        return adherence::DayTold(one, calendar) < adherence::DayTold(other, calendar);
      });
  if (last != course.check_ins.end()) {
    adherence.set_last_seen_date(adherence::DayText(adherence::DayTold(*last, calendar)));
    adherence.add_sentences("The last check-in is of " + adherence.last_seen_date() + ".");
  } else {
    adherence.add_sentences("There is no check-in yet.");
  }
  std::string warning =
      adherence::TooManyExercises(course.enrollments, course.horizon, parameters, calendar);
  if (!warning.empty()) adherence.add_sentences(std::move(warning));
  return adherence;
}

std::vector<v1::OutcomeChange> ChangesOf(const measures::Library& library, const Course& course,
                                         const schedule::ClinicCalendar& calendar) {
  const auto& parameters = adherence::ShippedParameters();
  std::vector<v1::OutcomeChange> changes;
  auto pain = adherence::WorstPainChange(course.check_ins, course.program, parameters, calendar);
  if (pain.has_value()) changes.push_back(*std::move(pain));
  auto scores = ScoreChanges(library, course.scores, course.program, parameters, calendar);
  std::move(scores.begin(), scores.end(), std::back_inserter(changes));
  return changes;
}

}  // namespace midstance::progress
