#include "clients/core/change.h"
#include "clients/core/words.h"
#include "clients/story/calendar.h"
#include "clients/story/story.h"
#include "midstance/v1/check_in_service.grpc.pb.h"
#include "midstance/v1/escalation_service.grpc.pb.h"

namespace midstance::story {

absl::Status Story::TheHandOver() {
  using Stub = v1::EscalationService::Stub;
  teller_.Scene(13, "27 November", "Maria's emergency still waits; Sinéad hands it over");
  const Instant now = November(27, 9);
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client sinead, desks_.Of("sinead", now));
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::Escalation open,
      sinead.Call(&Stub::GetEscalation, client::ByName<v1::GetEscalationRequest>(maria_flag_)));
  v1::AcknowledgeEscalationRequest later;
  later.set_name(open.name());
  later.set_etag(open.etag());
  later.set_note("Next week.");
  later.set_first_step(v1::Escalation::FIRST_STEP_NEXT_CONTACT);
  const auto refused = sinead.Call(&Stub::AcknowledgeEscalation, later);
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(
      !refused.ok(), "an emergency cannot be put off to the next contact", "it was put off"));
  v1::AcknowledgeEscalationRequest over;
  over.set_note("I am at a match; she must be called now.");
  over.set_first_step(v1::Escalation::FIRST_STEP_HAND_OVER);
  over.set_hand_over_to(desks_.NameOf("marta"));
  MIDSTANCE_RETURN_IF_ERROR(client::Change(sinead, &Stub::GetEscalation,
                                           &Stub::AcknowledgeEscalation, maria_flag_,
                                           std::move(over))
                                .status());
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client marta, desks_.Of("marta", November(27, 9, 5)));
  v1::AcknowledgeEscalationRequest mine;
  mine.set_note("Calling her.");
  mine.set_first_step(v1::Escalation::FIRST_STEP_PHONE_PATIENT);
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::Escalation taken,
      client::Change(marta, &Stub::GetEscalation, &Stub::AcknowledgeEscalation, maria_flag_,
                     std::move(mine)));
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(taken.acknowledged_by() == desks_.NameOf("marta"),
                                         "Marta has taken it over", taken.acknowledged_by()));
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client after, desks_.Of("marta", November(27, 9, 20)));
  v1::ResolveEscalationRequest resolve;
  resolve.set_outcome(v1::Escalation::OUTCOME_REFERRED);
  resolve.set_reason("Called: her husband drives her to the emergency department.");
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Escalation resolved,
                             client::Change(after, &Stub::GetEscalation, &Stub::ResolveEscalation,
                                            maria_flag_, std::move(resolve)));
  for (const auto& step : resolved.history()) {
    teller_.Tell(client::TimeWord(step.time()) + "  " + client::Word(step.kind()) +
                 (step.text().empty() ? "" : "  " + step.text()));
  }
  return teller_.Must(resolved.state() == v1::Escalation::STATE_RESOLVED,
                      "the result of the call closes it", client::Word(resolved.state()));
}

}  // namespace midstance::story
