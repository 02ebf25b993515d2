#include <algorithm>

#include "clients/core/change.h"
#include "clients/core/error_text.h"
#include "clients/core/words.h"
#include "clients/story/calendar.h"
#include "clients/story/findings.h"
#include "clients/story/story.h"
#include "clients/story/trace_text.h"
#include "midstance/v1/assessment_service.grpc.pb.h"
#include "midstance/v1/case_service.grpc.pb.h"

namespace midstance::story {
namespace {

v1::Site SiteOf(v1::Area area, v1::Side side) {
  v1::Site site;
  site.set_area(area);
  site.set_side(side);
  return site;
}

// A phone's answers about the left hip.
v1::RecordCheckInRequest Told(const Findings& findings, Instant observed) {
  v1::RecordCheckInRequest request;
  findings.At(SiteOf(v1::AREA_HIP, v1::SIDE_LEFT), *request.mutable_check_in());
  *request.mutable_check_in()->mutable_occurred_time() = TimestampOf(observed);
  request.set_request_id(client::RandomRequestIds()());
  return request;
}

Findings CalmDay(int pain) {
  Findings findings;
  findings.Number("worst_nprs", pain)
      .Number("rest_nprs", 1)
      .Number("night_nights", 0)
      .Choice("night_pattern", "none")
      .Number("swelling", 0);
  return findings;
}

bool AnyHolds(const rules::v1::Evaluation& evaluation) {
  return std::any_of(evaluation.results().begin(), evaluation.results().end(),
                     [](const auto& result) { return result.truth() == rules::v1::HOLDS; });
}

}  // namespace

absl::Status Story::NewCase() {
  teller_.Scene(1, "6 November", "Amélie Dubois, 37, runs 60 km a week; her left groin hurts");
  const Instant now = November(6, 15);
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string patient,
                             Register(now, "Amélie", "Dubois", "1989-05-12"));
  const auto sideless =
      OpenCase(now, patient, "Left groin pain", SiteOf(v1::AREA_HIP, v1::SIDE_UNSPECIFIED));
  const auto refused = BadRequestOf(sideless.status());
  const std::string field =
      refused && !refused->field_violations().empty() ? refused->field_violations(0).field() : "";
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(
      absl::IsInvalidArgument(sideless.status()) && field.find("side") != std::string::npos,
      "a case without a side is refused, and the field is named",
      sideless.ok() ? "it was taken" : client::ErrorLines(sideless.status())));
  MIDSTANCE_ASSIGN_OR_RETURN(
      amelie_, OpenCase(now, patient, "Left groin pain", SiteOf(v1::AREA_HIP, v1::SIDE_LEFT)));
  teller_.Tell("Sinéad opens " + amelie_.name() + ", " + client::SiteWord(amelie_.sites(0)));
  return teller_.Must(amelie_.state() == v1::Case::STATE_OPEN, "the case is OPEN",
                      client::Word(amelie_.state()));
}

absl::Status Story::FirstAssessment() {
  teller_.Scene(2, "6 November", "first assessment: hop negative, no groin pain on impact");
  Findings found;
  found.Number("act_nprs", 6)
      .Number("rest_nprs", 1)
      .Choice("hop", "neg")
      .Absent("impact_groin")
      .Number("move_difficulty", 1)
      .Choice("wb", "full");
  v1::PreviewAssessmentRequest preview;
  preview.set_parent(amelie_.name());
  preview.mutable_assessment()->set_kind(v1::Assessment::KIND_INITIAL);
  found.At(amelie_.sites(0), *preview.mutable_assessment());
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::PreviewAssessmentResponse foreseen,
                             desks_.Call("sinead", November(6, 15, 20),
                                         &v1::AssessmentService::Stub::PreviewAssessment, preview));
  MIDSTANCE_RETURN_IF_ERROR(
      teller_.Must(foreseen.evaluation().would_decide().empty(),
                   "before signing she sees that no further question would settle more",
                   std::to_string(foreseen.evaluation().would_decide_size())));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::RecordAssessmentResponse recorded,
                             RecordVisit(November(6, 15, 20), v1::Assessment::KIND_INITIAL, found));
  MIDSTANCE_RETURN_IF_ERROR(
      teller_.Must(!AnyHolds(foreseen.evaluation()) && recorded.escalations().empty(),
                   "nothing is raised, in the preview and in the record",
                   std::to_string(recorded.escalations_size()) + " escalation(s)"));
  const auto questions = [](const rules::v1::Evaluation& evaluation) {
    std::string codes;
    for (const auto& question : evaluation.would_decide()) codes += question.code() + ' ';
    return codes;
  };
  return teller_.Must(questions(foreseen.evaluation()) == questions(recorded.evaluation()),
                      "the preview told what the record then said",
                      questions(foreseen.evaluation()) + "/ " + questions(recorded.evaluation()));
}

absl::Status Story::TenDaysOfCheckIns() {
  teller_.Scene(4, "8-13 November", "check-ins: pain goes down, one day without a network");
  constexpr unsigned kOffline = 11;
  constexpr unsigned kStage = 13;
  constexpr unsigned kTwice = 14;
  for (unsigned day = 8; day <= 16; ++day) {
    // The report of the day without a network waits on the phone until the next morning.
    const Instant observed = November(day, 7);
    const Instant sent = day == kOffline ? November(day + 1, 6, 50) : observed;
    const auto told = Told(CalmDay(6 - static_cast<int>(day - 8) * 3 / 8), observed);
    const std::vector<std::string> more =
        day == kTwice ? std::vector<std::string>{"twice"} : std::vector<std::string>();
    MIDSTANCE_ASSIGN_OR_RETURN(const v1::RecordCheckInResponse first, Phone(sent, told, more));
    if (day == kStage) {
      MIDSTANCE_RETURN_IF_ERROR(NextStage());
      teller_.Scene(4, "14-16 November", "more check-ins, one of them sent twice");
    }
    if (day == kTwice && !telephone_) {
      MIDSTANCE_ASSIGN_OR_RETURN(const v1::RecordCheckInResponse again,
                                 Phone(sent + std::chrono::seconds(30), told));
      MIDSTANCE_RETURN_IF_ERROR(teller_.Must(first.SerializeAsString() == again.SerializeAsString(),
                                             "what is sent twice gets the same answer",
                                             "two different answers"));
    }
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto check_ins, CheckIns(November(16, 9)));
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(
      check_ins.size() == 9, "nine mornings, one of them sent twice, are nine check-ins",
      std::to_string(check_ins.size())));
  for (const auto& check_in : check_ins) {
    const Instant observed = InstantOf(check_in.occurred_time());
    if (observed != November(kOffline, 7)) continue;
    teller_.Tell("Observed " + client::TimeWord(check_in.occurred_time()) + ", entered " +
                 client::TimeWord(check_in.create_time()));
    return teller_.Must(InstantOf(check_in.create_time()) == November(kOffline + 1, 6, 50),
                        "the queued report keeps the day on which it was observed",
                        client::TimeWord(check_in.create_time()));
  }
  return teller_.Must(false, "the queued report arrived", "it is not there");
}

absl::Status Story::FirstBadNights() {
  teller_.Scene(6, "18 November", "pain 5, two nights, turning does not help");
  Findings night = CalmDay(5);
  night.Number("night_nights", 2).Choice("night_pattern", "unremitting");
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::RecordCheckInResponse reply,
                             Phone(November(18, 7), Told(night, November(18, 7))));
  first_bad_night_ = reply.check_in().name();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto raised, Escalations(November(18, 8), amelie_.name()));
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(raised.empty(), "one report alone interrupts nobody",
                                         std::to_string(raised.size()) + " escalation(s)"));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::EvaluateCaseResponse why,
                             Explain(November(18, 8), amelie_.name()));
  const auto* rule = FindResult(why.evaluation(), "night-pain-unremitting", amelie_.sites(0));
  if (rule == nullptr) return teller_.Must(false, "the rule is explained", "it is missing");
  for (const std::string& line : TraceLines(rule->trace())) teller_.Tell(line);
  return teller_.Must(rule->truth() != rules::v1::HOLDS, "the therapist sees how close it is",
                      client::Word(rule->truth()));
}

absl::Status Story::RedFlag() {
  teller_.Scene(7, "23 November, 06:41", "the same again, five days later");
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Client sinead, desks_.Of("sinead", November(23, 6, 40)));
  screen_ = std::make_unique<Watcher>(sinead);
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(screen_->AwaitLive(std::chrono::seconds(5)),
                                         "Sinéad's screen elsewhere is live", "no stream"));
  Findings night = CalmDay(6);
  night.Number("night_nights", 2).Choice("night_pattern", "unremitting");
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::RecordCheckInResponse reply,
                             Phone(November(23, 6, 41), Told(night, November(23, 6, 41))));
  teller_.Tell("Amélie's phone says: " + reply.advice().text());
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(reply.advice().running_on_hold(),
                                         "she is told at once to stop running",
                                         reply.advice().text()));
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(!reply.has_evaluation() && reply.escalations().empty(),
                                         "she is told what to do, not what is suspected",
                                         "staff's findings were sent"));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto raised, Escalations(November(23, 6, 42), amelie_.name()));
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(
      raised.size() == 1 && raised[0].urgency() == rules::v1::URGENT &&
          raised[0].family() == "night-pain",
      "one URGENT escalation of the family night-pain is open",
      std::to_string(raised.size()) + (raised.empty() ? "" : " " + raised[0].family())));
  night_pain_ = raised[0];
  const auto& firing = night_pain_.firings(0);
  teller_.Tell(night_pain_.title() + ": " + night_pain_.basis());
  bool both[] = {false, false};
  for (const auto& evidence : firing.result().evidence()) {
    teller_.Tell("evidence: " + evidence.text() + ", " +
                 client::TimeWord(evidence.observed_time()));
    both[0] = both[0] || evidence.entry() == first_bad_night_;
    both[1] = both[1] || evidence.entry() == reply.check_in().name();
  }
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(
      firing.result().rule() == "night-pain-unremitting" && both[0] && both[1] &&
          !firing.rule_set_digest().empty(),
      "it names the rule night-pain-unremitting, its version and both reports",
      firing.result().rule() + " of " + firing.rule_set() + ' ' + firing.rule_set_digest()));
  const std::string told_by = night_pain_.history(0).actor();
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(told_by == link_, "it names who told: her link", told_by));
  teller_.Scene(8, "23 November", "Sinéad is at another place");
  const auto seen = screen_->Await(night_pain_.name(), std::chrono::seconds(5));
  const auto late =
      seen ? std::chrono::duration_cast<std::chrono::milliseconds>(seen->time - answered_)
           : std::chrono::milliseconds(5000);
  MIDSTANCE_RETURN_IF_ERROR(teller_.Must(late <= std::chrono::seconds(1),
                                         "her screen shows it within a second, without reloading",
                                         std::to_string(late.count()) + " ms"));
  return RunningIsOnHold(November(23, 6, 43));
}

}  // namespace midstance::story
