#include "services/referrals/letter.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "services/cases/engine/timeline_loader.h"
#include "services/rpc/calendar.h"
#include "services/rules/words.h"

namespace midstance::referrals {
namespace {

// Of a part that may hold 4000 code points.
constexpr std::size_t kMostBytesOfComplaint = 1500;

std::string DayOfMoment(const LetterFacts& facts, const google::protobuf::Timestamp& time) {
  return rules::DayWords(facts.calendar.DateOf(InstantOf(time)));
}

std::string DueDay(const LetterFacts& facts, const v1::FollowUp& follow_up) {
  const auto day = rpc::ParseDay(follow_up.due_date());
  return day.has_value() ? rules::DayWords(*day) : DayOfMoment(facts, follow_up.due_time());
}

// "1990-04-12" in words; what is no day as it stands.
std::string DateWords(const std::string& date) {
  const auto day = rpc::ParseDay(date);
  return day.has_value() ? rules::DayWords(*day) : date;
}

// A part of the letter, line by line. What is not recorded is said in one line at its end, so that
// the letter stays short and nobody takes it for absent.
class Lines {
 public:
  void Add(std::string_view line) {
    if (!text_.empty()) text_.push_back('\n');
    text_.append(line);
  }
  void Add(std::string_view label, std::string_view value) {
    if (value.empty()) return Miss(label);
    Add(label);
    text_.append(": ").append(value).push_back('.');
  }
  // Goes on in the last line.
  void More(std::string_view words) { text_.append(words); }

  std::string Take() {
    if (!missing_.empty()) Add("Not recorded", std::exchange(missing_, {}));
    return std::move(text_);
  }

 private:
  void Miss(std::string_view label) {
    if (!missing_.empty()) missing_.append("; ");
    missing_.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(label.front()))));
    missing_.append(label.substr(1));
  }

  std::string text_, missing_;
};

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

// The words of others in one line: none of theirs is to look like a line of the letter.
std::string InOneLine(std::string_view text) {
  std::string line;
  for (const char byte : text) {
    if (byte != '\n') {
      line.push_back(byte);
    } else if (!line.empty() && !line.ends_with(" / ")) {
      line.append(" / ");
    }
  }
  return line;
}

std::string_view SexWord(v1::Sex sex) {
  switch (sex) {
    case v1::SEX_FEMALE:
      return "female";
    case v1::SEX_MALE:
      return "male";
    case v1::SEX_OTHER:
      return "other, or not to be told";
    default:
      return {};
  }
}

// Empty where nobody asked her.
std::string ConsentWords(const v1::Patient& patient) {
  for (const auto& consent : patient.consents()) {
    if (consent.kind() != v1::Consent::KIND_LETTERS) continue;
    return "given on " + DateWords(consent.given_date()) +
           (consent.withdrawn_date().empty()
                ? ""
                : ", withdrawn on " + DateWords(consent.withdrawn_date()));
  }
  return {};
}

std::string Identify(const LetterFacts& facts, const v1::Referral& referral) {
  const auto& patient = facts.patient;
  const auto& addressee = referral.addressee();
  Lines text;
  text.Add("Patient", patient.family_name() + ", " + patient.given_name() + ", born " +
                          DateWords(patient.birth_date()));
  text.Add("Sex", SexWord(patient.sex()));
  std::vector<std::string> contacts;
  if (!patient.phone().empty()) contacts.push_back(patient.phone());
  if (!patient.email().empty()) contacts.push_back(patient.email());
  text.Add("Contact", Joined(contacts, ", "));
  std::vector<std::string> to;
  if (!addressee.name().empty()) to.push_back(addressee.name());
  if (!addressee.organisation().empty()) to.push_back(addressee.organisation());
  text.Add("To", Joined(to, ", "));
  std::vector<std::string> from = {facts.therapist.display_name(), facts.clinic};
  if (!facts.therapist.email().empty()) from.push_back(facts.therapist.email());
  text.Add("From, and reply to", Joined(from, ", "));
  text.Add("Date", rules::DayWords(facts.calendar.DateOf(facts.now)));
  text.Add("Urgency", std::string(rules::UrgencyWord(facts.escalation.urgency())) +
                          ", to be seen by " + DayOfMoment(facts, facts.escalation.due_time()));
  return text.Take();
}

std::string Situation(const LetterFacts& facts, const v1::Referral& referral) {
  const auto& escalation = facts.escalation;
  // The basis was written of all that the flag rested on then; none of what was taken back since
  // may be told.
  const std::string basis =
      facts.evidence.basis_stands
          ? escalation.basis()
          : "raised on " + DayOfMoment(facts, escalation.raised_time()) +
                "; part of what it rested on was withdrawn since, and what stands is below.";
  return escalation.title() + ": " + basis + "\nWe ask: " + referral.question();
}

std::string Background(const LetterFacts& facts) {
  Lines text;
  std::string load;
  if (facts.patient.has_weekly_distance_km()) {
    char distance[32];
    std::snprintf(distance, sizeof distance, "%g km a week", facts.patient.weekly_distance_km());
    load = distance;
  }
  text.Add("Running", load.empty() ? "usual distance not asked" : load);
  text.Add("Goal", facts.patient.goal());
  text.Add("Complaint", facts.a_case.title());
  text.Add("First day", DateWords(facts.a_case.onset_date()));
  text.Add("In the patient's words",
           Cut(InOneLine(facts.a_case.complaint()), kMostBytesOfComplaint));
  const auto& injuries = facts.patient.running().past_injuries();
  text.Add("Past injuries", Joined({injuries.begin(), injuries.end()}, "; "));
  text.Add("Medicines and imaging", {});
  return text.Take();
}

// Of a flag about the whole patient each answer says where; of another all are of its site.
std::string Where(const LetterFacts& facts, const std::optional<rules::Site>& site) {
  return site.has_value() && site != SiteOf(facts.escalation) ? ", " + rules::SiteWords(site) : "";
}

std::string NotAskedWords(const LetterFacts& facts, const NotAsked& not_asked) {
  std::string text = not_asked.code->display;
  for (const auto& site : not_asked.sites) text += Where(facts, site);
  return text;
}

// What may not be told of is counted.
void AddWithdrawn(int findings, Lines& text) {
  if (findings == 0) return;
  text.Add("- " + std::to_string(findings) +
           (findings == 1 ? " finding was withdrawn since" : " findings were withdrawn since") +
           ", and not told here");
}

std::string Assessment(const LetterFacts& facts) {
  const auto& escalation = facts.escalation;
  Lines text;
  text.Add("What raised it, at the " + rules::SiteWords(SiteOf(escalation)) + ":");
  if (escalation.has_by_hand()) text.Add("- " + escalation.by_hand().reason());
  for (const auto& line : facts.evidence.lines) text.Add("- " + line);
  AddWithdrawn(facts.evidence.withdrawn, text);
  std::vector<std::string> present, absent, not_asked;
  for (const auto& answer : facts.answers.told) {
    if (facts.evidence.Tells(answer.code->code, answer.site)) continue;
    const std::string when = Where(facts, answer.site) + " (" +
                             rules::DayWords(facts.calendar.DateOf(FromMicros(answer.observed))) +
                             ")";
    if (answer.absent) {
      absent.push_back(answer.code->display + when);
    } else {
      present.push_back(answer.words + when);
    }
  }
  for (const auto& one : facts.answers.not_asked) not_asked.push_back(NotAskedWords(facts, one));
  if (!present.empty()) text.Add("Latest other answers", Joined(present, "; "));
  text.Add("Asked and not found", absent.empty() ? "nothing" : Joined(absent, "; "));
  text.Add("Not asked or not tested", not_asked.empty() ? "nothing" : Joined(not_asked, "; "));
  if (const int others = facts.answers.not_asked_elsewhere; others > 0) {
    text.More(" Of what other red flags ask for, " + std::to_string(others) +
              (others == 1 ? " answer is" : " answers are") + " missing as well.");
  }
  const std::string on = " on " + DayOfMoment(facts, escalation.raised_time()) + ".";
  if (escalation.has_by_hand()) {
    text.Add("Raised by hand by " + facts.raised_by + on + " No rule raised it.");
  } else if (const auto* leader = LeaderOf(escalation)) {
    text.Add("Raised by rule " + leader->rule() + on);
  }
  if (escalation.state() == v1::Escalation::STATE_EVIDENCE_CHANGED) {
    text.Add("Records were changed or added since, and nothing as serious holds any more.");
  }
  return text.Take();
}

std::string Recommendation(const LetterFacts& facts) {
  const auto& escalation = facts.escalation;
  Lines text;
  text.Add("Suggested", Words(escalation.destination()));
  // Whether anybody told her is recorded nowhere.
  text.Add(escalation.has_by_hand() ? "Activity advice" : "Activity advice (by the rule)",
           Words(escalation.activity_advice()));
  text.Add("Weight bearing and safety net told to the patient", {});
  text.Add("Next contact with us",
           facts.next_contact.has_value()
               ? facts.next_contact->title() + ", " + DueDay(facts, *facts.next_contact)
               : std::string("none is planned yet"));
  text.Add("Consent to letters", ConsentWords(facts.patient));
  return text.Take();
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
