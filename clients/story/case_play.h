#pragma once

#include <string>

#include "clients/story/agenda.h"
#include "clients/story/desk.h"
#include "clients/story/loader.h"
#include "clients/story/plan.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/referral.pb.h"

namespace midstance::story {

// Plays one case of a plan: opens it, lets the patient check in by link, lets the therapist see
// her, plan follow-ups and answer her red flag. Everything it refers to outlives it; it stays where
// it is once begun.
class CasePlay {
 public:
  CasePlay(const PlannedCase& planned, const std::string& patient_id, Desks& desks, Agenda& agenda,
           Loaded& loaded)
      : planned_(planned),
        patient_id_(patient_id),
        desks_(desks),
        agenda_(agenda),
        loaded_(loaded) {}

  void Begin();

 private:
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> AsTherapist(Instant at,
                                       grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*),
                                       const Request& request) {
    return desks_.Call(planned_.therapist, at, method, request);
  }

  // The next afternoon of the clinic at or after `from`, at her place in it.
  Instant Duty(Instant from) const;
  absl::Status Open(Instant at);
  absl::Status End(Instant at);
  absl::Status CheckIn(Instant at, const v1::CheckIn& check_in);
  absl::Status RenewLink(Instant at);
  absl::Status Visit(Instant at, const v1::Assessment& visit);
  absl::Status PlanFollowUp(Instant visited);
  absl::Status CompleteFollowUp(Instant at, const std::string& name);
  // Acknowledges what is open, then acts on it as planned.
  absl::Status AnswerFlag(Instant at);
  absl::Status Resolve(Instant at, const v1::Escalation& escalation);
  absl::Status Refer(Instant at, const v1::Escalation& escalation);
  absl::Status Step(Instant at, const std::string& referral, v1::Referral::State state,
                    const std::string& note);

  const PlannedCase& planned_;
  const std::string& patient_id_;
  Desks& desks_;
  Agenda& agenda_;
  Loaded& loaded_;
  std::string name_;            // empty until opened
  std::string link_token_;      // of the link in use
  std::string last_follow_up_;  // planned last, perhaps done
  bool ended_ = false;
};

}  // namespace midstance::story
