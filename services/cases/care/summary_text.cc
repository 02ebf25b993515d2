#include <string_view>

#include "services/cases/care/summary.h"

namespace midstance::cases {
namespace {

using v1::CaseSummary;

// "STATE_DISCHARGE_PLANNED" after "STATE_" -> "discharge planned".
std::string PlainWords(std::string_view name, std::string_view prefix) {
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  std::string words;
  for (const char letter : name) {
    const bool capital = letter >= 'A' && letter <= 'Z';
    words.push_back(letter == '_' ? ' ' : capital ? static_cast<char>(letter - 'A' + 'a') : letter);
  }
  return words;
}

std::string SideText(v1::Side side) { return PlainWords(v1::Side_Name(side), "SIDE_"); }

std::string SitesText(const CaseSummary& summary) {
  std::string text;
  for (const auto& site : summary.sites()) {
    if (!text.empty()) text += ", ";
    text += PlainWords(v1::Area_Name(site.area()), "AREA_") + " " + SideText(site.side());
  }
  return text;
}

// Collects lines; a part gets its heading with its first line.
class Text {
 public:
  void Part(std::string_view heading) { heading_ = heading; }
  void Line(std::string_view line) {
    if (!heading_.empty()) {
      text_.append("\n").append(heading_).append("\n");
      heading_ = {};
    }
    text_.append(line).append("\n");
  }
  // Nothing when there is no value.
  void Field(std::string_view label, std::string_view value) {
    if (value.empty()) return;
    Line(std::string(label) + ": " + std::string(value));
  }
  std::string Take() && { return std::move(text_); }

 private:
  std::string_view heading_;
  std::string text_;
};

void WriteHead(const CaseSummary& summary, Text& text) {
  const bool ended = !summary.ended_date().empty();
  text.Line(ended ? "DISCHARGE SUMMARY" : "SUMMARY OF THE CASE SO FAR");
  text.Field("Patient", summary.patient());
  text.Field("Born", summary.birth_date());
  text.Field("Case", summary.title());
  text.Field("Sites", SitesText(summary));
  text.Field("Led by", summary.clinician());
  text.Field("Opened", summary.opened_date());
  text.Field("Ended", summary.ended_date());
  std::string state = PlainWords(v1::Case::State_Name(summary.state()), "STATE_");
  if (summary.close_reason() != v1::Case::CLOSE_REASON_UNSPECIFIED) {
    state += ", " + PlainWords(v1::Case::CloseReason_Name(summary.close_reason()), "CLOSE_REASON_");
  }
  text.Field("State", state);
  text.Field("Reason", summary.state_reason());
  text.Field("Treatment days", std::to_string(summary.treatment_days()));
  text.Field("Complaint", summary.complaint());
}

void WritePlan(const v1::PlanOfCare& plan, Text& text) {
  text.Part("PLAN OF CARE");
  text.Field("Impairment", plan.impairment());
  text.Field("Long-term goals", plan.long_term_goals());
  text.Field("Treatment", plan.treatment());
  if (plan.has_visits()) text.Field("Visits", std::to_string(plan.visits()));
  if (plan.has_visits_per_week()) {
    text.Field("Visits a week", std::to_string(plan.visits_per_week()));
  }
  if (plan.has_weeks()) text.Field("Weeks", std::to_string(plan.weeks()));
  text.Field("From", plan.start_date());
  text.Field("Certified", plan.certified_date());
}

void WriteGoals(const CaseSummary& summary, Text& text) {
  text.Part("GOALS");
  if (summary.goals().empty()) text.Line("None written down.");
  for (const auto& goal : summary.goals()) {
    std::string line = "- " + goal.text();
    if (!goal.target_date().empty()) line += ", by " + goal.target_date();
    line += goal.met_date().empty() ? ": not met" : ": met on " + goal.met_date();
    text.Line(line);
  }
}

void WriteNote(const CaseSummary::Note& note, Text& text) {
  text.Part("LAST EXAMINATION");
  text.Field("Day", note.date());
  text.Field("Subjective", note.subjective());
  text.Field("Objective", note.objective());
  text.Field("Assessment", note.appraisal());
  text.Field("Plan", note.plan());
}

void WriteScores(const CaseSummary& summary, Text& text) {
  text.Part("OUTCOME MEASURES");
  if (summary.scores().empty()) text.Line("None taken.");
  for (const auto& change : summary.scores()) {
    std::string line = "- " + change.measure().substr(change.measure().find('/') + 1);
    if (!change.variant().empty()) line += " " + change.variant();
    if (change.subscale() != "total") line += " " + change.subscale();
    if (change.side() != v1::SIDE_UNSPECIFIED) line += ", " + SideText(change.side());
    line += ": " + ScoreText(change.first()) + " on " + change.first_date();
    if (change.has_last()) line += ", " + ScoreText(change.last()) + " on " + change.last_date();
    text.Line(line);
  }
}

void WriteFlags(const CaseSummary& summary, Text& text) {
  text.Part("RED FLAGS");
  if (summary.flags().empty()) text.Line("None raised.");
  for (const auto& flag : summary.flags()) {
    std::string line = "- " + flag.title() + ", raised on " + flag.raised_date() + " (" +
                       PlainWords(rules::v1::Urgency_Name(flag.urgency()), "") +
                       "): " + PlainWords(v1::Escalation::State_Name(flag.state()), "STATE_");
    if (flag.outcome() != v1::Escalation::OUTCOME_UNSPECIFIED) {
      line += ", " + PlainWords(v1::Escalation::Outcome_Name(flag.outcome()), "OUTCOME_");
    }
    text.Line(line);
  }
  text.Part("REFERRALS");
  for (const auto& sent : summary.referrals()) {
    text.Line("- " + sent.addressee() + ": " +
              PlainWords(v1::Referral::State_Name(sent.state()), "STATE_") +
              (sent.date().empty() ? "" : " on " + sent.date()));
  }
}

}  // namespace

std::string SummaryText(const CaseSummary& summary) {
  Text text;
  WriteHead(summary, text);
  if (summary.has_plan_of_care()) WritePlan(summary.plan_of_care(), text);
  WriteGoals(summary, text);
  WriteScores(summary, text);
  WriteFlags(summary, text);
  if (summary.has_last_note()) WriteNote(summary.last_note(), text);
  text.Part("GOING ON ALONE");
  text.Line(summary.self_management_plan().empty() ? "No plan written down."
                                                   : summary.self_management_plan());
  return std::move(text).Take();
}

}  // namespace midstance::cases
