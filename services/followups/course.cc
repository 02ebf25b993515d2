#include "services/followups/course.h"

#include <string>
#include <utility>

#include "midstance/v1/assessment.pb.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::followups {
namespace {

using schedule::ClinicCalendar;
using schedule::LocalDay;

absl::Status AddAssessments(const storage::Reader& reader, const ClinicCalendar& calendar,
                            const std::string& case_name, Course& course) {
  storage::Query query;
  query.name_prefix = case_name + "/assessments/";
  query.where = storage::Filter::Equal("state", std::int64_t{v1::RECORD_STATE_ACTIVE});
  return reader.ForEach<v1::Assessment>(query, [&](const v1::Assessment& assessment) {
    if (assessment.kind() == v1::Assessment::KIND_TELEPHONE) return;
    const LocalDay day = calendar.DayOf(InstantOf(assessment.occurred_time()));
    course.treatment_days.insert(day);
    if (!course.first_assessment.has_value() || day < *course.first_assessment) {
      course.first_assessment = day;
    }
  });
}

absl::Status AddFollowUps(const storage::Reader& reader, const ClinicCalendar& calendar,
                          const std::string& case_name, Course& course) {
  storage::Query query;
  query.name_prefix = case_name + "/followUps/";
  return reader.ForEach<v1::FollowUp>(query, [&](v1::FollowUp& follow_up) {
    if (follow_up.has_done_time() && IsTreatment(follow_up)) {
      course.treatment_days.insert(calendar.DayOf(InstantOf(follow_up.done_time())));
    }
    course.follow_ups.push_back(std::move(follow_up));
  });
}

}  // namespace

bool IsTreatment(const v1::FollowUp& follow_up) {
  return follow_up.kind() == v1::FollowUp::KIND_VISIT ||
         follow_up.kind() == v1::FollowUp::KIND_REASSESSMENT;
}

absl::StatusOr<Course> CourseOf(const storage::Reader& reader, const ClinicCalendar& calendar,
                                const v1::Case& of) {
  Course course;
  if (of.has_plan_of_care()) {
    course.plan_start = LocalDay::Parse(of.plan_of_care().start_date());
    course.certified = LocalDay::Parse(of.plan_of_care().certified_date());
  }
  if (of.state() == v1::Case::STATE_DISCHARGE_PLANNED) {
    course.discharge_planned = calendar.DayOf(InstantOf(of.state_time()));
  }
  MIDSTANCE_RETURN_IF_ERROR(AddAssessments(reader, calendar, of.name(), course));
  MIDSTANCE_RETURN_IF_ERROR(AddFollowUps(reader, calendar, of.name(), course));
  return course;
}

}  // namespace midstance::followups
