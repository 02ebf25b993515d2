#include <sodium.h>

#include <array>
#include <sstream>

#include "clients/core/change.h"
#include "clients/core/words.h"
#include "clients/story/calendar.h"
#include "clients/story/story.h"
#include "midstance/v1/escalation_service.grpc.pb.h"
#include "midstance/v1/referral_service.grpc.pb.h"

namespace midstance::story {
namespace {

using Referrals = v1::ReferralService::Stub;

constexpr int kColumns = 80;
constexpr int kLines = 60;  // of a page

std::string Sha256Hex(const std::string& text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex;
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  return hex.data();
}

// Code points in the longest line.
int Width(const std::string& text) {
  int longest = 0;
  int line = 0;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    line = c == '\n' ? 0 : line + (continues ? 0 : 1);
    longest = std::max(longest, line);
  }
  return longest;
}

}  // namespace

absl::Status Story::TheLetter() {
  teller_.Scene(11, "23 November", "the letter to a doctor");
  const Instant now = November(23, 15, 10);
  v1::CreateReferralRequest create;
  create.set_parent(amelie_.name());
  auto& referral = *create.mutable_referral();
  referral.set_escalation(bone_stress_.name());
  referral.mutable_addressee()->set_name("Dr Ngozi Okafor");
  referral.mutable_addressee()->set_organisation("Harbour Sports Medicine");
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Referral draft,
                             desks_.Call("sinead", now, &Referrals::CreateReferral, create));
  referral_ = draft.name();
  const auto& letter = draft.letter();
  MIDSTANCE_RETURN_IF_ERROR(
      teller_.Must(!draft.question().empty() && !letter.identify().empty() &&
                       !letter.situation().empty() && !letter.background().empty() &&
                       !letter.assessment().empty() && !letter.recommendation().empty(),
                   "question and all five parts are drafted from the evidence",
                   draft.letter().ShortDebugString()));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::RenderReferralResponse rendered,
                             desks_.Call("sinead", now, &Referrals::RenderReferral,
                                         client::ByName<v1::RenderReferralRequest>(referral_)));
  std::istringstream lines(rendered.text());
  int length = 0;
  for (std::string line; std::getline(lines, line); ++length) teller_.Tell("| " + line);
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(
      rendered.text().find("Dubois") != std::string::npos && Width(rendered.text()) <= kColumns &&
          length <= kLines,
      "the letter names her and fits on one page of eighty columns",
      std::to_string(Width(rendered.text())) + " columns, " + std::to_string(length) + " lines"));
  const auto question = rendered.text().find(draft.question().substr(0, kColumns / 2));
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(question < rendered.text().find("IDENTIFY"),
                                         "what she asks stands before all else", "it does not"));
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(Sha256Hex(rendered.text()) == rendered.sha256(),
                                         "its digest is that of its text", rendered.sha256()));
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client sinead, desks_.Of("sinead", now));
  v1::SendReferralRequest send;
  send.set_channel("fax");
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Referral sent,
                             client::Change(sinead, &Referrals::GetReferral,
                                            &Referrals::SendReferral, referral_, std::move(send)));
  return teller_.Must(sent.state() == v1::Referral::STATE_SENT, "it is sent",
                      client::Word(sent.state()));
}

absl::Status Story::TheLoopCloses() {
  using Escalate = v1::EscalationService::Stub;
  teller_.Scene(12, "24-27 November", "the doctor answers, and the loop closes");
  struct Step {
    Instant at;
    v1::Referral::State state;
    const char* note;
  };
  for (const Step& step :
       {Step{November(24, 9), v1::Referral::STATE_ACKNOWLEDGED, "Taken; seen tomorrow"},
        Step{November(25, 10), v1::Referral::STATE_SEEN, "MRI the same day"},
        Step{November(26, 16), v1::Referral::STATE_REPORT_RECEIVED, "Report by fax"},
        Step{November(27, 8), v1::Referral::STATE_ACTED_ON, "Crutches; program replaced"}}) {
    MIDSTANCE_ASSIGN_OR_RETURN(const client::Client sinead, desks_.Of("sinead", step.at));
    v1::RecordReferralStepRequest request;
    request.set_state(step.state);
    request.set_note(step.note);
    MIDSTANCE_RETURN_IF_ERROR(client::Change(sinead, &Referrals::GetReferral,
                                             &Referrals::RecordReferralStep, referral_,
                                             std::move(request))
                                  .status());
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client sinead, desks_.Of("sinead", November(27, 8, 10)));
  for (const std::string& name : {night_pain_.name(), bone_stress_.name()}) {
    v1::ResolveEscalationRequest resolve;
    resolve.set_outcome(v1::Escalation::OUTCOME_REFERRED);
    resolve.set_reason("Bone stress of the femoral neck, compression side; the doctor leads.");
    MIDSTANCE_RETURN_IF_ERROR(client::Change(sinead, &Escalate::GetEscalation,
                                             &Escalate::ResolveEscalation, name, std::move(resolve))
                                  .status());
  }
  v1::CloseReferralRequest close;
  close.set_reason("Report read with her; program replaced.");
  close.set_finding("MRI: femoral neck bone stress, compression side. Crutches for six weeks.");
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::Referral closed,
      client::Change(sinead, &Referrals::GetReferral, &Referrals::CloseReferral, referral_,
                     std::move(close)));
  std::string states;
  bool in_order = true;
  for (int i = 0; i < closed.steps_size(); ++i) {
    const auto& step = closed.steps(i);
    teller_.Tell(client::TimeWord(step.time()) + "  " + client::Word(step.state()) +
                 (step.note().empty() ? "" : "  " + step.note()));
    states += client::Word(step.state()) + ' ';
    in_order =
        in_order && (i == 0 || InstantOf(closed.steps(i - 1).time()) <= InstantOf(step.time()));
  }
  teller_.Tell("Finding: " + closed.finding());
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(
      in_order && states == "DRAFTED SENT ACKNOWLEDGED SEEN REPORT_RECEIVED ACTED_ON CLOSED ",
      "the steps stand in order, each with its time", states));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto left, Escalations(November(27, 8, 20), amelie_.name()));
  bool resolved = !left.empty();
  for (const auto& escalation : left) {
    resolved = resolved && escalation.state() == v1::Escalation::STATE_RESOLVED;
  }
  return teller_.Must(resolved && closed.state() == v1::Referral::STATE_CLOSED,
                      "every red flag has an answer and the referral is closed",
                      client::Word(closed.state()));
}

}  // namespace midstance::story
