#include <string>

#include "midstance/v1/escalation_service.pb.h"
#include "services/cases/engine/due.h"
#include "services/cases/lifecycle.h"
#include "services/cases/live.h"
#include "services/escalations/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::escalations {
namespace {

constexpr char kFamily[] = "by-hand";
constexpr char kTitle[] = "Concern of a clinician";

std::string DestinationFor(rules::v1::Urgency urgency) {
  switch (urgency) {
    case rules::v1::EMERGENCY:
      return "emergency-department";
    case rules::v1::URGENT:
      return "doctor-within-72-hours";
    case rules::v1::SOON:
      return "gp-or-sports-physician";
    default:
      return {};
  }
}

// Other sentences follow it.
std::string Sentence(std::string text) {
  if (!text.ends_with('.') && !text.ends_with('!') && !text.ends_with('?')) text.push_back('.');
  return text;
}

}  // namespace

absl::StatusOr<v1::Escalation> RaiseEscalation(const rpc::Call& call, storage::Writer& writer,
                                               const v1::RaiseEscalationRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, cases::LiveCase(writer, request.parent()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(of));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent, ResourceName::Parse(of.name()));

  v1::Escalation escalation;
  escalation.set_name(ChildName(parent, Kind::kEscalation, call.NewId()).str());
  escalation.set_state(v1::Escalation::STATE_OPEN);
  escalation.set_urgency(request.urgency());
  escalation.set_family(kFamily);
  if (request.has_site()) *escalation.mutable_site() = request.site();
  escalation.set_title(kTitle);
  escalation.set_basis(Sentence(request.reason()));
  escalation.set_destination(request.destination().empty() ? DestinationFor(request.urgency())
                                                           : request.destination());
  escalation.set_activity_advice(request.activity_advice());
  *escalation.mutable_raised_time() = TimestampOf(call.now);
  *escalation.mutable_due_time() = TimestampOf(call.now + cases::TimeFor(request.urgency()));
  escalation.mutable_by_hand()->set_raised_by(call.principal.name);
  escalation.mutable_by_hand()->set_reason(request.reason());
  auto& event = *escalation.add_history();
  *event.mutable_time() = escalation.raised_time();
  event.set_actor(call.principal.name);
  event.set_kind(v1::Escalation::Event::KIND_OPENED);
  event.set_text(escalation.basis());
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(escalation, call.now));
  return escalation;
}

}  // namespace midstance::escalations
