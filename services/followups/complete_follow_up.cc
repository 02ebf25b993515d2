#include "midstance/v1/follow_up_service.pb.h"
#include "services/followups/checks.h"
#include "services/followups/course.h"
#include "services/followups/progress.h"
#include "services/followups/series.h"
#include "services/followups/state.h"
#include "services/followups/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::followups {

absl::StatusOr<v1::FollowUp> CompleteFollowUp::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::CompleteFollowUpRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto follow_up,
                             Pending(writer, request.name(), request.etag(), "etag"));
  End(v1::FollowUp::STATE_COMPLETED, call.now, follow_up);
  follow_up.set_outcome_note(request.outcome_note());
  *follow_up.mutable_done_time() =
      request.has_done_time() ? request.done_time() : TimestampOf(call.now);
  MIDSTANCE_RETURN_IF_ERROR(PlanNext(call, calendar, Ended::kDone, writer, follow_up));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(follow_up, call.now));
  if (IsTreatment(follow_up)) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto own, ResourceName::Parse(follow_up.name()));
    MIDSTANCE_ASSIGN_OR_RETURN(const auto of, writer.Get<v1::Case>(own.case_name()));
    MIDSTANCE_ASSIGN_OR_RETURN(auto course, CourseOf(writer, calendar, of));
    course.treatment_days.insert(calendar.DayOf(InstantOf(follow_up.done_time())));
    MIDSTANCE_RETURN_IF_ERROR(
        BringReportsForward(call, calendar, schedule, course, {}, writer).status());
  }
  return AsOf(std::move(follow_up), call.now);
}

}  // namespace midstance::followups
