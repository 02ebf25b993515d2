#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <set>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"

namespace midstance::followups {

// What the re-assessment schedule needs to know of a case, in days of the clinic's calendar.
struct Course {
  std::optional<schedule::LocalDay> first_assessment;
  std::optional<schedule::LocalDay> plan_start;
  std::optional<schedule::LocalDay> certified;
  std::optional<schedule::LocalDay> discharge_planned;
  // Days on which she was treated or examined.
  std::set<schedule::LocalDay> treatment_days;
  std::vector<v1::FollowUp> follow_ups;
};

// The patient is seen: its day is a treatment day once it is done.
bool IsTreatment(const v1::FollowUp& follow_up);

// Reads the records of `of`: assessments that stand and were no telephone calls, and all
// follow-ups.
absl::StatusOr<Course> CourseOf(const storage::Reader& reader,
                                const schedule::ClinicCalendar& calendar, const v1::Case& of);

}  // namespace midstance::followups
