#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <string>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "midstance/v1/outcome_score.pb.h"
#include "services/adherence/adherence.h"
#include "services/measures/library.h"
#include "storage/store.h"

namespace midstance::progress {

// The most days between the first and the last one of a window.
inline constexpr std::chrono::days kLongestWindow{730};
// The days until `last` that are counted when nobody says from which on.
adherence::Days UsualDays(Day last);

// What is stored of a case's home program until the day of the call.
struct Course {
  std::vector<v1::Enrollment> enrollments;
  std::vector<v1::CheckIn> check_ins;    // of the program and of the days until now
  std::vector<v1::OutcomeScore> scores;  // that count, whenever they were filled in
  // Last day that counts: the day of the call once exercises of that day were told, else the day
  // before, because it is not over.
  Day horizon;
  // From the first day of the first program on; empty without one.
  adherence::Days program;
};

// RESOURCE_NOT_FOUND without the case.
absl::StatusOr<Course> CourseOf(const storage::Reader& reader, const std::string& case_name,
                                Instant now, const schedule::ClinicCalendar& calendar);

// The window of a course, with the case's name, when she was last seen, and warnings.
v1::Adherence AdherenceOf(const Course& course, const std::string& case_name,
                          const adherence::Days& window, const schedule::ClinicCalendar& calendar);

// How each measure changed between the start of the program and now: the pain of the check-ins and
// the scores of outcome measures.
std::vector<v1::OutcomeChange> ChangesOf(const measures::Library& library, const Course& course,
                                         const schedule::ClinicCalendar& calendar);

}  // namespace midstance::progress
