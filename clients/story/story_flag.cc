#include <algorithm>
#include <set>

#include "clients/core/change.h"
#include "clients/core/words.h"
#include "clients/story/calendar.h"
#include "clients/story/story.h"
#include "clients/story/trace_text.h"
#include "midstance/v1/check_in_service.grpc.pb.h"
#include "midstance/v1/escalation_service.grpc.pb.h"

namespace midstance::story {
namespace {

v1::RecordCheckInRequest ByStaff(const v1::Case& of, const Findings& findings, Instant observed) {
  v1::RecordCheckInRequest request;
  request.set_parent(of.name());
  findings.At(of.sites(0), *request.mutable_check_in());
  *request.mutable_check_in()->mutable_occurred_time() = TimestampOf(observed);
  return request;
}

std::string FamiliesOf(const std::vector<v1::Escalation>& escalations) {
  std::string families;
  for (const auto& escalation : escalations) families += escalation.family() + ' ';
  return families;
}

const v1::Escalation* OfRule(const std::vector<v1::Escalation>& escalations,
                             const std::string& family) {
  const auto found = std::find_if(escalations.begin(), escalations.end(),
                                  [&](const auto& e) { return e.family() == family; });
  return found == escalations.end() ? nullptr : &*found;
}

}  // namespace

absl::Status Story::AfterARestart() {
  const Instant now = November(23, 7);
  teller_.Tell("The server is killed and started again");
  MIDSTANCE_RETURN_IF_ERROR(restart_());
  MIDSTANCE_ASSIGN_OR_RETURN(const auto kept, Escalations(now, amelie_.name()));
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(
      kept.size() == 1 && kept[0].SerializeAsString() == night_pain_.SerializeAsString(),
      "the flag that was raised before is there, unchanged",
      std::to_string(kept.size()) + " escalation(s)"));
  v1::Site right_hip;
  right_hip.set_area(v1::AREA_HIP);
  right_hip.set_side(v1::SIDE_RIGHT);
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string patient,
                             Register(now, "Maria", "Kowalczyk", "1975-03-30"));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Case maria,
                             OpenCase(now, patient, "Right hip after a fall", right_hip));
  Findings unable;
  unable.Choice("wb", "unable").Number("worst_nprs", 8);
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::RecordCheckInResponse reply,
                             desks_.Call("sinead", now, &v1::CheckInService::Stub::RecordCheckIn,
                                         ByStaff(maria, unable, now)));
  const auto answered = std::chrono::steady_clock::now();
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(
      reply.escalations_size() == 1 && reply.escalations(0).urgency() == rules::v1::EMERGENCY,
      "Maria cannot take four steps: EMERGENCY",
      std::to_string(reply.escalations_size()) + " escalation(s)"));
  maria_flag_ = reply.escalations(0).name();
  teller_.Tell(reply.escalations(0).title() + ": " + reply.escalations(0).basis());
  const auto seen = screen_->Await(reply.escalations(0).name(), std::chrono::seconds(10));
  const auto late =
      seen ? std::chrono::duration_cast<std::chrono::milliseconds>(seen->time - answered)
           : std::chrono::milliseconds(10'000);
  MIDSTANCE_RETURN_IF_ERROR(
      teller_.Must(screen_->reconnects() > 0 && late <= std::chrono::seconds(1),
                   "the same screen has resumed and shows it within a second",
                   std::to_string(screen_->reconnects()) + " reconnect(s), " +
                       std::to_string(late.count()) + " ms"));
  const bool twice = screen_->ToldTwice();
  screen_.reset();
  return teller_.Must(!twice, "nothing was lost and nothing was told twice", "something was");
}

absl::Status Story::PositionalPainIsSilent() {
  teller_.Scene(9, "23 November", "Łukasz's night pain comes from lying on the sore side");
  v1::Site right_hip;
  right_hip.set_area(v1::AREA_HIP);
  right_hip.set_side(v1::SIDE_RIGHT);
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string patient,
                             Register(November(23, 7, 10), "Łukasz", "Nowak", "1984-12-03"));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Case lukasz, OpenCase(November(23, 7, 10), patient,
                                                             "Right outer hip pain", right_hip));
  for (const unsigned day : {9U, 16U, 23U}) {
    Findings nights;
    nights.Number("night_nights", 7).Choice("night_pattern", "positional").Number("rest_nprs", 1);
    MIDSTANCE_RETURN_IF_ERROR(desks_
                                  .Call("sinead", November(23, 7, 10),
                                        &v1::CheckInService::Stub::RecordCheckIn,
                                        ByStaff(lukasz, nights, November(day, 6)))
                                  .status());
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto raised, Escalations(November(23, 7, 20), lukasz.name()));
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(raised.empty(),
                                         "seven nights of seven, three weeks long, raise nothing",
                                         FamiliesOf(raised)));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::EvaluateCaseResponse why,
                             Explain(November(23, 7, 20), lukasz.name()));
  const auto* rule = FindResult(why.evaluation(), "night-pain-unremitting", lukasz.sites(0));
  if (rule == nullptr) return teller_.Must(false, "the rule is explained", "it is missing");
  const auto lines = TraceLines(rule->trace());
  for (const std::string& line : lines) teller_.Tell("why not: " + line);
  return teller_.Must(rule->truth() == rules::v1::DOES_NOT_HOLD && !lines.empty(),
                      "the rule is known not to hold, and says why not",
                      client::Word(rule->truth()));
}

absl::Status Story::TheCall() {
  using Stub = v1::EscalationService::Stub;
  teller_.Scene(10, "23 November", "Sinéad acknowledges, calls, and asks what was not asked");
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client sinead, desks_.Of("sinead", November(23, 7, 30)));
  v1::AcknowledgeEscalationRequest seen;
  seen.set_note("Calling her now.");
  seen.set_first_step(v1::Escalation::FIRST_STEP_PHONE_PATIENT);
  MIDSTANCE_ASSIGN_OR_RETURN(
      night_pain_, client::Change(sinead, &Stub::GetEscalation, &Stub::AcknowledgeEscalation,
                                  night_pain_.name(), std::move(seen)));
  MIDSTANCE_RETURN_IF_ERROR(
      teller_.Must(night_pain_.state() == v1::Escalation::STATE_ACKNOWLEDGED &&
                       night_pain_.acknowledged_by() == desks_.NameOf("sinead"),
                   "it is acknowledged by her", client::Word(night_pain_.state())));
  Findings told;
  told.Present("impact_groin");
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::RecordAssessmentResponse call,
      RecordVisit(November(23, 7, 40), v1::Assessment::KIND_TELEPHONE, told));
  teller_.Tell("On the telephone: running brings on deep groin pain");
  MIDSTANCE_ASSIGN_OR_RETURN(auto raised, Escalations(November(23, 7, 41), amelie_.name()));
  const auto* bone = OfRule(raised, "bsi-femoral-neck-suspected");
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(
      raised.size() == 2 && bone != nullptr && bone->urgency() == rules::v1::URGENT,
      "a suspected bone stress injury joins as an escalation of its own", FamiliesOf(raised)));
  teller_.Tell(bone->title() + ": " + bone->basis());
  Findings examined;
  examined.Present("impact_groin").Choice("hop", "pos").Choice("wb", "limp");
  MIDSTANCE_RETURN_IF_ERROR(
      RecordVisit(November(23, 15), v1::Assessment::KIND_REVIEW, examined).status());
  teller_.Tell("At the visit: hop test positive, she limps");
  MIDSTANCE_ASSIGN_OR_RETURN(raised, Escalations(November(23, 15, 1), amelie_.name()));
  std::set<std::string> families;
  for (const auto& escalation : raised) families.insert(escalation.family());
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(
      families.size() == raised.size() && raised.size() == 2,
      "new evidence joins the open escalation: one for each family", FamiliesOf(raised)));
  bone_stress_ = *OfRule(raised, "bsi-femoral-neck-suspected");
  return absl::OkStatus();
}

}  // namespace midstance::story
