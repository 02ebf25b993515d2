#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/case.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/outcome_score.pb.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"

namespace midstance::followups {

// What was recorded that may fulfil a follow-up.
struct Recorded {
  enum class What { kMeasured, kReviewed, kExaminedLast };

  What what;
  Instant occurred;
  schedule::LocalDay day;
  std::string name;
};

// What the re-assessment schedule needs to know of a case, in days of the clinic's calendar.
struct Course {
  std::optional<schedule::LocalDay> plan_start;
  std::optional<schedule::LocalDay> certified;
  std::optional<schedule::LocalDay> discharge_planned;
  // Days on which she was treated or examined.
  std::set<schedule::LocalDay> treatment_days;
  // Outcome scores, re-assessments and last examinations that count, by the time at which they
  // occurred.
  std::vector<Recorded> records;
  std::vector<v1::FollowUp> follow_ups;

  // The first day of the plan of care, or the first day on which she was seen.
  std::optional<schedule::LocalDay> FirstTreatment() const;
};

// What the call does to the records of the case, which the reader does not show yet.
struct RecordsChange {
  const v1::Assessment* examined = nullptr;
  const v1::OutcomeScore* measured = nullptr;
  std::string_view withdrawn = {};  // the name of what no longer counts
};

// The patient is seen: its day is a treatment day once it is done.
bool IsTreatment(const v1::FollowUp& follow_up);

// Reads the records of `of`: assessments that count and were no telephone calls, scores that count,
// and all follow-ups.
absl::StatusOr<Course> CourseOf(const storage::Reader& reader,
                                const schedule::ClinicCalendar& calendar, const v1::Case& of,
                                const RecordsChange& change = {});

}  // namespace midstance::followups
