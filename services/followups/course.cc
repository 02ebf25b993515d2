#include "services/followups/course.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::followups {
namespace {

using schedule::ClinicCalendar;
using schedule::LocalDay;

storage::Query RecordsThatCount(const std::string& case_name, std::string_view collection) {
  storage::Query query;
  query.name_prefix = case_name + "/" + std::string(collection) + "/";
  query.where = storage::Filter::Equal("state", std::int64_t{v1::RECORD_STATE_ACTIVE});
  return query;
}

// Adds what is recorded to a course, in days of its calendar.
class Adding {
 public:
  Adding(const ClinicCalendar& calendar, Course& course) : calendar_(calendar), course_(course) {}

  void Add(const v1::Assessment& assessment) {
    if (assessment.kind() == v1::Assessment::KIND_TELEPHONE) return;
    const Instant at = InstantOf(assessment.occurred_time());
    course_.treatment_days.insert(calendar_.DayOf(at));
    if (assessment.kind() == v1::Assessment::KIND_REVIEW) {
      Add(Recorded::What::kReviewed, at, assessment.name());
    } else if (assessment.kind() == v1::Assessment::KIND_DISCHARGE) {
      Add(Recorded::What::kExaminedLast, at, assessment.name());
    }
  }
  void Add(const v1::OutcomeScore& score) {
    Add(Recorded::What::kMeasured, InstantOf(score.occurred_time()), score.name());
  }
  void Add(v1::FollowUp follow_up) {
    if (follow_up.has_done_time() && IsTreatment(follow_up)) {
      course_.treatment_days.insert(calendar_.DayOf(InstantOf(follow_up.done_time())));
    }
    course_.follow_ups.push_back(std::move(follow_up));
  }

 private:
  void Add(Recorded::What what, Instant at, const std::string& name) {
    course_.records.push_back({what, at, calendar_.DayOf(at), name});
  }

  const ClinicCalendar& calendar_;
  Course& course_;
};

}  // namespace

std::optional<LocalDay> Course::FirstTreatment() const {
  if (plan_start.has_value() || treatment_days.empty()) return plan_start;
  return *treatment_days.begin();
}

bool IsTreatment(const v1::FollowUp& follow_up) {
  return follow_up.kind() == v1::FollowUp::KIND_VISIT ||
         follow_up.kind() == v1::FollowUp::KIND_REASSESSMENT;
}

absl::StatusOr<Course> CourseOf(const storage::Reader& reader, const ClinicCalendar& calendar,
                                const v1::Case& of, const RecordsChange& change) {
  Course course;
  if (of.has_plan_of_care()) {
    course.plan_start = LocalDay::Parse(of.plan_of_care().start_date());
    course.certified = LocalDay::Parse(of.plan_of_care().certified_date());
  }
  if (of.state() == v1::Case::STATE_DISCHARGE_PLANNED) {
    course.discharge_planned = calendar.DayOf(InstantOf(of.state_time()));
  }
  Adding adding(calendar, course);
  const auto add = [&](const auto& record) {
    if (record.name() != change.withdrawn) adding.Add(record);
  };
  MIDSTANCE_RETURN_IF_ERROR(
      reader.ForEach<v1::Assessment>(RecordsThatCount(of.name(), "assessments"), add));
  MIDSTANCE_RETURN_IF_ERROR(
      reader.ForEach<v1::OutcomeScore>(RecordsThatCount(of.name(), "outcomeScores"), add));
  if (change.examined != nullptr) adding.Add(*change.examined);
  if (change.measured != nullptr) adding.Add(*change.measured);
  std::sort(course.records.begin(), course.records.end(), [](const auto& one, const auto& other) {
    return std::tie(one.occurred, one.name) < std::tie(other.occurred, other.name);
  });
  storage::Query follow_ups;
  follow_ups.name_prefix = of.name() + "/followUps/";
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::FollowUp>(
      follow_ups, [&](v1::FollowUp& found) { adding.Add(std::move(found)); }));
  return course;
}

}  // namespace midstance::followups
