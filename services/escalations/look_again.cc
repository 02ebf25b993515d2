#include "services/escalations/look_again.h"

#include <chrono>
#include <utility>

#include "midstance/v1/escalation_service.pb.h"
#include "services/cases/lifecycle.h"
#include "services/cases/live.h"
#include "services/followups/plan.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::escalations {
namespace {

using v1::Escalation;

constexpr char kTime[] = "look_again_time";

// House values. By then what was urgent has settled or shows itself; for the others six weeks are
// the longest way to a re-assessment.
constexpr std::chrono::days kUrgentWithin{14};
constexpr std::chrono::days kWithin{42};

bool IsUrgent(const Escalation& escalation) { return escalation.urgency() >= rules::v1::URGENT; }

// What was urgent and goes to no doctor is not let go at once.
bool NeedsIt(const Escalation& escalation, Escalation::Outcome outcome) {
  return IsUrgent(escalation) &&
         (outcome == Escalation::OUTCOME_WRONG_ALARM || outcome == Escalation::OUTCOME_TREATED_ON);
}

// The case, as long as something can be planned for it.
absl::StatusOr<v1::Case> GoingOn(const storage::Reader& reader, const Escalation& escalation) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(escalation.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(auto of, cases::LiveCase(reader, name.case_name()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(of));
  return of;
}

absl::Status CheckTime(const rpc::Call& call, const Escalation& escalation, Instant at) {
  if (at <= call.now) return FieldInvalid(kTime, "must lie ahead");
  const auto within = IsUrgent(escalation) ? kUrgentWithin : kWithin;
  if (at <= call.now + within) return absl::OkStatus();
  return FieldInvalid(kTime, "must lie within " + std::to_string(within.count()) + " days");
}

}  // namespace

absl::StatusOr<std::string> PlanToLookAgain(const rpc::Call& call,
                                            const schedule::ClinicCalendar& calendar,
                                            const Escalation& escalation,
                                            const v1::ResolveEscalationRequest& request,
                                            storage::Writer& writer) {
  const auto of = GoingOn(writer, escalation);
  if (!request.has_look_again_time()) {
    const bool ended = ReasonOf(of.status()) == v1::ERROR_REASON_STATE_FORBIDS;
    if (ended || !NeedsIt(escalation, request.outcome())) return std::string();
    MIDSTANCE_RETURN_IF_ERROR(of.status());
    return FieldInvalid(kTime, "must tell when somebody looks at it again: it was urgent");
  }
  MIDSTANCE_RETURN_IF_ERROR(of.status());
  MIDSTANCE_RETURN_IF_ERROR(CheckTime(call, escalation, InstantOf(request.look_again_time())));
  v1::FollowUp to_do;
  to_do.set_title(escalation.title().empty() ? "Look again" : "Look again: " + escalation.title());
  to_do.set_kind(v1::FollowUp::KIND_CALL);
  *to_do.mutable_due_time() = request.look_again_time();
  to_do.set_escalation(escalation.name());
  MIDSTANCE_ASSIGN_OR_RETURN(const auto planned,
                             followups::Plan(call, calendar, *of, std::move(to_do), writer));
  return planned.name();
}

}  // namespace midstance::escalations
