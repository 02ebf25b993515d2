#include <string_view>
#include <utility>

#include "midstance/v1/escalation_service.pb.h"
#include "services/escalations/lifecycle.h"
#include "services/escalations/look_again.h"
#include "services/escalations/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::escalations {
namespace {

using v1::Escalation;

// Characters of a reason that stands for itself.
constexpr std::size_t kTellingReason = 10;

// Code points.
std::size_t LengthOf(std::string_view text) {
  std::size_t length = 0;
  for (const char c : text) length += (static_cast<unsigned char>(c) & 0xC0U) == 0x80U ? 0 : 1;
  return length;
}

absl::Status CheckOverride(const v1::ResolveEscalationRequest& request) {
  constexpr char kField[] = "override_reason";
  const bool is_told = request.override_reason() != Escalation::OVERRIDE_REASON_UNSPECIFIED;
  if (request.outcome() != Escalation::OUTCOME_WRONG_ALARM) {
    return is_told ? FieldInvalid(kField, "must be left out unless it was a wrong alarm")
                   : absl::OkStatus();
  }
  if (!is_told) return FieldInvalid(kField, "must tell why the alarm was none");
  if (request.override_reason() == Escalation::OVERRIDE_REASON_OTHER &&
      LengthOf(request.reason()) < kTellingReason) {
    return FieldInvalid("reason", "must have 10 characters at least: it alone tells why");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Escalation> ResolveEscalation::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::ResolveEscalationRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto escalation, writer.Get<Escalation>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(escalation, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(Apply(call, Answer::kResolve, request.reason(), escalation));
  MIDSTANCE_RETURN_IF_ERROR(CheckOverride(request));
  MIDSTANCE_ASSIGN_OR_RETURN(auto follow_up,
                             PlanToLookAgain(call, calendar, escalation, request, writer));
  auto& resolution = *escalation.mutable_resolution();
  resolution.set_outcome(request.outcome());
  resolution.set_reason(request.reason());
  resolution.set_resolved_by(call.principal.name);
  *resolution.mutable_resolve_time() = TimestampOf(call.now);
  resolution.set_override_reason(request.override_reason());
  resolution.set_follow_up(std::move(follow_up));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(escalation, call.now));
  return escalation;
}

}  // namespace midstance::escalations
