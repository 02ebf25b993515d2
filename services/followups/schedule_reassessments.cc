#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/follow_up_service.pb.h"
#include "services/cases/lifecycle.h"
#include "services/cases/live.h"
#include "services/followups/course.h"
#include "services/followups/due.h"
#include "services/followups/fulfilled.h"
#include "services/followups/progress.h"
#include "services/followups/schedule_plan.h"
#include "services/followups/series.h"
#include "services/followups/state.h"
#include "services/followups/verbs.h"
#include "services/rpc/staff.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::followups {
namespace {

bool HasRow(const Course& course, const std::string& row) {
  return std::any_of(course.follow_ups.begin(), course.follow_ups.end(),
                     [&](const v1::FollowUp& one) { return one.schedule_row() == row; });
}

absl::Status NothingToCountFrom(const v1::Case& of) {
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/Case", of.name())
      .With("state", v1::Case::State_Name(of.state()))
      .Because("the patient was not seen and has no plan of care: there is no day to count from");
}

// Who does them: the one asked for, else the case's clinician, else the caller.
absl::StatusOr<std::string> AssigneeOf(const rpc::Call& call, const storage::Reader& reader,
                                       const v1::Case& of, const std::string& wanted) {
  if (wanted.empty()) return of.clinician().empty() ? call.principal.name : of.clinician();
  google::rpc::BadRequest violations;
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckStaff(reader, wanted, "assignee", violations));
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));
  return wanted;
}

std::vector<v1::FollowUp::Kind> KindsOf(const v1::ScheduleReassessmentsRequest& request) {
  std::vector<v1::FollowUp::Kind> kinds;
  kinds.reserve(static_cast<std::size_t>(request.kinds_size()));
  for (const int kind : request.kinds()) kinds.push_back(static_cast<v1::FollowUp::Kind>(kind));
  return kinds;
}

}  // namespace

absl::StatusOr<v1::ScheduleReassessmentsResponse> ScheduleReassessments::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::ScheduleReassessmentsRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, cases::LiveCase(writer, request.parent()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(of));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent, ResourceName::Parse(of.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto assignee, AssigneeOf(call, writer, of, request.assignee()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto course, CourseOf(writer, calendar, of));
  if (!course.FirstTreatment().has_value()) return NothingToCountFrom(of);
  // Two calls that plan at one time would otherwise both find nothing there.
  MIDSTANCE_RETURN_IF_ERROR(writer.Guard(parent.patient()));
  const auto kinds = KindsOf(request);
  v1::ScheduleReassessmentsResponse response;
  int made = 0;
  for (const auto& row : schedule.rows()) {
    auto day = FirstDue(row, course);
    if (!day.has_value() || !Wanted(row, kinds) || HasRow(course, row.id())) continue;
    if (const auto by_treatment = DueByTreatment(calendar, row, course)) {
      day = std::min(*day, *by_treatment);
    }
    v1::FollowUp planned = FollowUpOf(calendar, row, *day);
    planned.set_name(ChildName(parent, Kind::kFollowUp, call.NewId(made++)).str());
    planned.set_assignee(assignee);
    BeginSeries(planned);
    CompleteByRecords(row, course, call.now, planned);
    PlanReminder(calendar, call.now, planned);
    MIDSTANCE_RETURN_IF_ERROR(writer.Insert(planned, call.now));
    *response.add_follow_ups() = AsOf(std::move(planned), call.now);
  }
  MIDSTANCE_ASSIGN_OR_RETURN(auto moved,
                             BringReportsForward(call, calendar, schedule, course, kinds, writer));
  for (auto& one : moved) *response.add_follow_ups() = AsOf(std::move(one), call.now);
  return response;
}

}  // namespace midstance::followups
