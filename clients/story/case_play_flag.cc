#include "clients/core/change.h"
#include "clients/core/words.h"
#include "clients/story/case_play.h"
#include "midstance/v1/escalation_service.grpc.pb.h"
#include "midstance/v1/referral_service.grpc.pb.h"

namespace midstance::story {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using v1::Escalation;

constexpr days kLooksAgainAfter{5};

bool IsUrgent(const Escalation& escalation) { return escalation.urgency() >= rules::v1::URGENT; }

Escalation::FirstStep FirstStepFor(const Escalation& escalation, Escalation::Outcome planned) {
  if (IsUrgent(escalation)) return Escalation::FIRST_STEP_PHONE_PATIENT;
  return planned == Escalation::OUTCOME_REFERRED ? Escalation::FIRST_STEP_DRAFT_REFERRAL
                                                 : Escalation::FIRST_STEP_NEXT_CONTACT;
}

const char* NoteOf(Escalation::FirstStep step) {
  switch (step) {
    case Escalation::FIRST_STEP_PHONE_PATIENT:
      return "Called the patient; running stops until it is clear.";
    case Escalation::FIRST_STEP_DRAFT_REFERRAL:
      return "The letter is being written; running stops until it is clear.";
    default:
      return "Examined at the next visit; running stops until then.";
  }
}

const char* WhyEnded(const PlannedFlag& flag) {
  switch (flag.because) {
    case Escalation::OVERRIDE_REASON_UNDER_MEDICAL_CARE:
      return "Her doctor knows of it and sees her next week.";
    case Escalation::OVERRIDE_REASON_ENTRY_ERROR:
      return "She had read the question the other way round; the joint moves freely.";
    case Escalation::OVERRIDE_REASON_EXPLAINED:
      return "Tape had rubbed the skin; gone the next day.";
    default:
      return "Examined again; the cause is known and cared for.";
  }
}

}  // namespace

absl::Status CasePlay::AnswerFlag(Instant at) {
  using Stub = v1::EscalationService::Stub;
  v1::ListEscalationsRequest request;
  request.set_parent(name_);
  request.set_filter("state = STATE_OPEN");
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::ListEscalationsResponse open,
                             AsTherapist(at, &Stub::ListEscalations, request));
  if (open.escalations().empty()) {
    return absl::FailedPreconditionError("no red flag rose in " + name_ + " by " +
                                         client::TimeWord(at));
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client client, desks_.Of(planned_.therapist, at));
  for (const auto& escalation : open.escalations()) {
    v1::AcknowledgeEscalationRequest seen;
    seen.set_first_step(FirstStepFor(escalation, planned_.flag->outcome));
    seen.set_note(NoteOf(seen.first_step()));
    MIDSTANCE_RETURN_IF_ERROR(client::Change(client, &Stub::GetEscalation,
                                             &Stub::AcknowledgeEscalation, escalation.name(),
                                             std::move(seen))
                                  .status());
    ++loaded_.escalations;
    if (planned_.flag->outcome == v1::Escalation::OUTCOME_REFERRED) {
      MIDSTANCE_RETURN_IF_ERROR(Refer(at, escalation));
    }
    agenda_.Add(
        Duty(at + days{planned_.flag->outcome == v1::Escalation::OUTCOME_REFERRED ? 21 : 2}),
        [this, escalation](Instant then) { return Resolve(then, escalation); });
  }
  return absl::OkStatus();
}

absl::Status CasePlay::Resolve(Instant at, const v1::Escalation& escalation) {
  using Stub = v1::EscalationService::Stub;
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client client, desks_.Of(planned_.therapist, at));
  v1::ResolveEscalationRequest request;
  request.set_outcome(planned_.flag->outcome);
  request.set_override_reason(planned_.flag->because);
  request.set_reason(WhyEnded(*planned_.flag));
  if (IsUrgent(escalation) && planned_.flag->outcome != v1::Escalation::OUTCOME_REFERRED) {
    *request.mutable_look_again_time() = TimestampOf(at + kLooksAgainAfter);
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const Escalation resolved,
                             client::Change(client, &Stub::GetEscalation, &Stub::ResolveEscalation,
                                            escalation.name(), std::move(request)));
  const std::string look_again = resolved.resolution().follow_up();
  if (look_again.empty()) return absl::OkStatus();
  ++loaded_.follow_ups;
  agenda_.Add(at + kLooksAgainAfter + minutes{2},
              [this, look_again](Instant then) { return CompleteFollowUp(then, look_again); });
  return absl::OkStatus();
}

absl::Status CasePlay::Refer(Instant at, const v1::Escalation& escalation) {
  using Stub = v1::ReferralService::Stub;
  v1::CreateReferralRequest request;
  request.set_parent(name_);
  auto& referral = *request.mutable_referral();
  referral.set_escalation(escalation.name());
  referral.mutable_addressee()->set_name("Dr Ngozi Okafor");
  referral.mutable_addressee()->set_organisation("Harbour Sports Medicine");
  referral.mutable_addressee()->set_contact("Fax +1 555 0190");
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Referral draft,
                             AsTherapist(at, &Stub::CreateReferral, request));
  ++loaded_.referrals;
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client client, desks_.Of(planned_.therapist, at));
  v1::SendReferralRequest send;
  send.set_channel("fax");
  MIDSTANCE_RETURN_IF_ERROR(
      client::Change(client, &Stub::GetReferral, &Stub::SendReferral, draft.name(), std::move(send))
          .status());
  struct Later {
    days after;
    v1::Referral::State state;
    const char* note;
  };
  for (const Later& later : {Later{days{1}, v1::Referral::STATE_ACKNOWLEDGED, "Taken by the desk"},
                             Later{days{5}, v1::Referral::STATE_SEEN, "Seen by the doctor"},
                             Later{days{9}, v1::Referral::STATE_REPORT_RECEIVED, "Report by fax"},
                             Later{days{13}, v1::Referral::STATE_ACTED_ON, "Program adapted"}}) {
    agenda_.Add(Duty(at + later.after), [this, name = draft.name(), later](Instant then) {
      return Step(then, name, later.state, later.note);
    });
  }
  agenda_.Add(Duty(at + days{16}), [this, name = draft.name()](Instant then) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(const client::Client closer, desks_.Of(planned_.therapist, then));
    v1::CloseReferralRequest close;
    close.set_reason("Report read with the patient.");
    close.set_finding("Nothing that forbids loading; the plan stands.");
    return client::Change(closer, &Stub::GetReferral, &Stub::CloseReferral, name, std::move(close))
        .status();
  });
  return absl::OkStatus();
}

absl::Status CasePlay::Step(Instant at, const std::string& referral, v1::Referral::State state,
                            const std::string& note) {
  using Stub = v1::ReferralService::Stub;
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client client, desks_.Of(planned_.therapist, at));
  v1::RecordReferralStepRequest request;
  request.set_state(state);
  request.set_note(note);
  return client::Change(client, &Stub::GetReferral, &Stub::RecordReferralStep, referral,
                        std::move(request))
      .status();
}

}  // namespace midstance::story
