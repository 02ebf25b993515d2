#include "services/referrals/letter.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <string_view>
#include <vector>

#include "services/cases/engine/due.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/rpc/calendar.h"
#include "services/rules/words.h"

namespace midstance::referrals {
namespace {

constexpr std::string_view kNotRecorded = "not recorded";
// Of a part that may hold 4000 code points.
constexpr std::size_t kMostBytesOfComplaint = 1500;

std::string DayOfMoment(const LetterFacts& facts, const google::protobuf::Timestamp& time) {
  return rules::DayWords(facts.calendar.DateOf(InstantOf(time)));
}

std::string DueDay(const LetterFacts& facts, const v1::FollowUp& follow_up) {
  const auto day = rpc::ParseDay(follow_up.due_date());
  return day.has_value() ? rules::DayWords(*day) : DayOfMoment(facts, follow_up.due_time());
}

void Line(std::string& text, std::string_view line) {
  if (!text.empty()) text.push_back('\n');
  text.append(line);
}

void Line(std::string& text, std::string_view label, std::string_view value) {
  Line(text, label);
  text.append(": ").append(value.empty() ? kNotRecorded : value).push_back('.');
}

// "gp-or-sports-physician" as words.
std::string Words(std::string key) {
  std::replace(key.begin(), key.end(), '-', ' ');
  return key;
}

std::string Joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const auto& part : parts) {
    if (!text.empty()) text.append(between);
    text.append(part);
  }
  return text;
}

// The firing that the escalation's title tells of.
const rules::v1::RuleResult* LeaderOf(const v1::Escalation& escalation) {
  const rules::v1::RuleResult* leader = nullptr;
  for (const auto& firing : escalation.firings()) {
    if (firing.result().title() == escalation.title()) leader = &firing.result();
  }
  return leader;
}

std::string Cut(const std::string& text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes) + "...";
}

std::string Identify(const LetterFacts& facts, const v1::Referral& referral) {
  const auto& patient = facts.patient;
  const auto& addressee = referral.addressee();
  std::string text;
  Line(text, "Patient",
       patient.family_name() + ", " + patient.given_name() + ", born " + patient.birth_date());
  std::vector<std::string> contacts;
  if (!patient.phone().empty()) contacts.push_back(patient.phone());
  if (!patient.email().empty()) contacts.push_back(patient.email());
  Line(text, "Contact", Joined(contacts, ", "));
  std::vector<std::string> to;
  if (!addressee.name().empty()) to.push_back(addressee.name());
  if (!addressee.organisation().empty()) to.push_back(addressee.organisation());
  Line(text, "To", Joined(to, ", "));
  Line(text, "From, and reply to", facts.therapist + ", " + facts.clinic);
  Line(text, "Date", rules::DayWords(facts.calendar.DateOf(facts.now)));
  Line(text, "Urgency",
       std::string(cases::UrgencyWord(facts.escalation.urgency())) + ", to be seen by " +
           DayOfMoment(facts, facts.escalation.due_time()));
  return text;
}

std::string Situation(const LetterFacts& facts, const v1::Referral& referral) {
  const auto& escalation = facts.escalation;
  std::string text = escalation.title() + ": " + escalation.basis();
  Line(text, "We ask: " + referral.question());
  return text;
}

std::string Background(const LetterFacts& facts) {
  std::string text;
  std::string load;
  if (facts.patient.has_weekly_distance_km()) {
    char distance[32];
    std::snprintf(distance, sizeof distance, "%g km a week", facts.patient.weekly_distance_km());
    load = distance;
  }
  Line(text, "Running", load.empty() ? "usual distance not asked" : load);
  Line(text, "Goal", facts.patient.goal());
  Line(text, "Complaint", facts.a_case.title());
  Line(text, "First day", facts.a_case.onset_date());
  Line(text, "In the patient's words", Cut(facts.a_case.complaint(), kMostBytesOfComplaint));
  Line(text, "Medicines, past injuries and imaging", {});
  return text;
}

// Codes that the evidence speaks of.
std::set<std::string_view> CodesToldOf(const v1::Escalation& escalation) {
  std::set<std::string_view> codes;
  for (const auto& firing : escalation.firings()) {
    for (const auto& one : firing.result().evidence()) codes.insert(one.code());
  }
  return codes;
}

std::string Assessment(const LetterFacts& facts) {
  const auto& escalation = facts.escalation;
  std::string text = "What raised it, at the " + rules::SiteWords(SiteOf(escalation)) + ":";
  if (escalation.has_by_hand()) Line(text, "- " + escalation.by_hand().reason());
  const auto told = CodesToldOf(escalation);
  for (const auto& line : facts.evidence) Line(text, "- " + line);
  std::vector<std::string> present, absent, not_asked;
  for (const auto& answer : facts.answers.told) {
    if (told.contains(answer.code->code)) continue;
    const std::string when =
        " (" + rules::DayWords(facts.calendar.DateOf(FromMicros(answer.observed))) + ")";
    if (answer.absent) {
      absent.push_back(answer.code->display + when);
    } else {
      present.push_back(answer.words + when);
    }
  }
  for (const auto* code : facts.answers.not_asked) not_asked.push_back(code->display);
  if (!present.empty()) Line(text, "Newest answers to the rest", Joined(present, "; "));
  Line(text, "Asked and not found", absent.empty() ? "nothing" : Joined(absent, "; "));
  Line(text, "Not asked or not tested", not_asked.empty() ? "nothing" : Joined(not_asked, "; "));
  if (const int others = facts.answers.not_asked_elsewhere; others > 0) {
    text += " Of what other red flags ask for, " + std::to_string(others) +
            (others == 1 ? " answer is" : " answers are") + " missing as well.";
  }
  const std::string on = " on " + DayOfMoment(facts, escalation.raised_time()) + ".";
  if (escalation.has_by_hand()) {
    Line(text, "Raised by hand by " + facts.raised_by + on + " No rule raised it.");
  } else if (const auto* leader = LeaderOf(escalation)) {
    Line(text, "Raised by rule " + leader->rule() + on);
  }
  return text;
}

std::string Recommendation(const LetterFacts& facts) {
  const auto& escalation = facts.escalation;
  std::string text;
  Line(text, "Suggested", Words(escalation.destination()));
  Line(text, "Activity advice given", Words(escalation.activity_advice()));
  Line(text, "Weight bearing and safety net told to the patient", {});
  Line(text, "Next contact with us",
       facts.next_contact.has_value()
           ? facts.next_contact->title() + ", " + DueDay(facts, *facts.next_contact)
           : std::string("none is planned yet"));
  Line(text, "Consent to this letter", {});
  return text;
}

void FillIn(std::string draft, std::string* part) {
  if (part->empty()) *part = std::move(draft);
}

}  // namespace

std::optional<rules::Site> SiteOf(const v1::Escalation& escalation) {
  if (!escalation.has_site()) return std::nullopt;
  const auto site = cases::RuleSiteOf(escalation.site());
  return rules::Site{site.area(), site.side()};
}

std::string DraftQuestion(const v1::Escalation& escalation) {
  std::string text = "Is there a cause for this that needs more than physiotherapy";
  if (const auto* leader = LeaderOf(escalation);
      leader != nullptr && leader->might_mean_size() > 0) {
    const auto& might = leader->might_mean();
    text += " (to be thought of: " +
            Joined(std::vector<std::string>(might.begin(), might.end()), ", ") + ")";
  }
  return text + "? Which tests or imaging do you advise, and what may the patient do meanwhile?";
}

void DraftLetter(const LetterFacts& facts, v1::Referral& referral) {
  if (referral.question().empty()) referral.set_question(DraftQuestion(facts.escalation));
  auto& letter = *referral.mutable_letter();
  FillIn(Identify(facts, referral), letter.mutable_identify());
  FillIn(Situation(facts, referral), letter.mutable_situation());
  FillIn(Background(facts), letter.mutable_background());
  FillIn(Assessment(facts), letter.mutable_assessment());
  FillIn(Recommendation(facts), letter.mutable_recommendation());
}

}  // namespace midstance::referrals
