#include <string>

#include "clients/cli/columns/columns.h"
#include "clients/cli/columns/words.h"
#include "clients/cli/training.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

using client::SiteWord;
using client::TimeWord;
using client::Word;

std::string ObservationWord(const v1::Observation& observation) {
  std::string code = observation.code() + '=';
  switch (observation.value_case()) {
    case v1::Observation::kAnswer:
      return code + Word(observation.answer());
    case v1::Observation::kNumber:
      return code + DecimalWord(observation.number());
    case v1::Observation::kChoice:
      return code + observation.choice();
    case v1::Observation::VALUE_NOT_SET:
      return code;
  }
  return code;
}

// "knee/left: swelling=1 warmth=PRESENT; fever=ABSENT".
template <class Record>
std::string FindingsWord(const Record& record) {
  std::string text = Joined(
      record.reports(),
      [](const v1::SiteReport& report) {
        return SiteWord(report.site()) + ": " + Joined(report.observations(), ObservationWord, " ");
      },
      "; ");
  if (record.general().empty()) return text;
  return text + (text.empty() ? "" : "; ") + Joined(record.general(), ObservationWord, " ");
}

// The same with what was done of program and run.
std::string AnswersWord(const v1::CheckIn& check_in) {
  std::string text = FindingsWord(check_in);
  const auto add = [&text](const std::string& more) {
    if (!more.empty()) text += (text.empty() ? "" : "; ") + more;
  };
  add(Joined(check_in.exercises(), ExerciseWord, " "));
  const std::string left_out = Joined(check_in.left_out_exercises(), ExerciseWord, " ");
  if (!left_out.empty()) add("not in the program: " + left_out);
  if (check_in.has_run()) add(RunWord(check_in.run()));
  return text;
}

// "1. Run 10 km, by 2026-12-24; 2. Sit through a day, met on 2026-10-01": the numbers are those by
// which the command line names a goal.
std::string GoalsWord(const v1::Case& of) {
  std::string word;
  for (int i = 0; i < of.goals_size(); ++i) {
    const v1::Goal& goal = of.goals(i);
    word += (i == 0 ? "" : "; ") + std::to_string(i + 1) + ". " + goal.text();
    if (!goal.met_date().empty()) {
      word += ", met on " + goal.met_date();
    } else if (!goal.target_date().empty()) {
      word += ", by " + goal.target_date();
    }
  }
  return word;
}

std::string PlanWord(const v1::PlanOfCare& plan) {
  std::string word;
  const auto add = [&word](const std::string& text) {
    if (!text.empty()) word += (word.empty() ? "" : "; ") + text;
  };
  const auto count = [](int number, const std::string& unit) {
    return std::to_string(number) + " " + unit + (number == 1 ? "" : "s");
  };
  add(plan.impairment());
  add(plan.treatment());
  if (plan.has_visits()) add(count(plan.visits(), "visit"));
  if (plan.has_visits_per_week()) add(count(plan.visits_per_week(), "time") + " a week");
  if (plan.has_weeks()) add(count(plan.weeks(), "week"));
  if (!plan.start_date().empty()) add("from " + plan.start_date());
  if (!plan.certified_date().empty()) add("certified on " + plan.certified_date());
  return word;
}

}  // namespace

Columns<v1::Case> CaseColumns() {
  return {
      {"STATE", [](const auto& c) { return Word(c.state()); }},
      {"SITES",
       [](const auto& c) {
         return Joined(c.sites(), [](const v1::Site& site) { return SiteWord(site); });
       }},
      {"TITLE", [](const auto& c) { return c.title(); }, Fit::kMayShorten},
      {"ONSET", [](const auto& c) { return c.onset_date(); }},
      {"CLINICIAN", [](const auto& c) { return c.clinician(); }},
      {"NAME", [](const auto& c) { return c.name(); }},
      {"REASON", [](const auto& c) { return c.state_reason(); }, Fit::kMayShorten},
      {"GOALS", [](const auto& c) { return GoalsWord(c); }, Fit::kDetail},
      {"PLAN OF CARE", [](const auto& c) { return PlanWord(c.plan_of_care()); }, Fit::kDetail},
  };
}

Columns<v1::CheckIn> CheckInColumns() {
  return {
      {"OBSERVED", [](const auto& c) { return TimeWord(c.occurred_time()); }},
      {"ENTERED", [](const auto& c) { return TimeWord(c.create_time()); }},
      {"STATE", [](const auto& c) { return Word(c.state()); }},
      {"ANSWERS", [](const auto& c) { return AnswersWord(c); }, Fit::kMayShorten},
      {"NOTE", [](const auto& c) { return c.note(); }, Fit::kMayShorten},
      {"NAME", [](const auto& c) { return c.name(); }},
  };
}

Columns<v1::CheckInLink> CheckInLinkColumns() {
  return {
      {"ENDS", [](const auto& l) { return TimeWord(l.expire_time()); }},
      {"REVOKED", [](const auto& l) { return TimeWord(l.revoke_time()); }},
      {"NAME", [](const auto& l) { return l.name(); }},
  };
}

Columns<v1::Assessment> AssessmentColumns() {
  return {
      {"OBSERVED", [](const auto& a) { return TimeWord(a.occurred_time()); }},
      {"KIND", [](const auto& a) { return Word(a.kind()); }},
      {"STATE", [](const auto& a) { return Word(a.state()); }},
      {"FINDINGS", [](const auto& a) { return FindingsWord(a); }, Fit::kMayShorten},
      {"NAME", [](const auto& a) { return a.name(); }},
  };
}

Columns<ExaminedLine> ExaminationColumns() {
  return {
      {"AREA", [](const auto& e) { return e.area; }},
      {"WHAT", [](const auto& e) { return e.what; }, Fit::kMayShorten},
      {"LEFT", [](const auto& e) { return e.left; }},
      {"RIGHT", [](const auto& e) { return e.right; }},
      {"COMPARED", [](const auto& e) { return e.compared; }},
      {"CAUTION", [](const auto& e) { return e.caution; }, Fit::kMayShorten},
      {"CODE", [](const auto& e) { return e.code; }},
  };
}

Columns<v1::Consideration> ConsiderationColumns() {
  return {
      {"TITLE", [](const auto& c) { return c.title(); }, Fit::kMayShorten},
      {"FOR", [](const auto& c) { return std::to_string(c.definition().supporting_size()); },
       Fit::kRight},
      {"AGAINST", [](const auto& c) { return std::to_string(c.definition().opposing_size()); },
       Fit::kRight},
      {"NAME", [](const auto& c) { return c.name(); }},
  };
}

Columns<v1::ConsideredFindings> ConsideredColumns() {
  return {
      {"SITE", [](const auto& c) { return SiteWord(c.site()); }},
      {"RANK", [](const auto& c) { return std::to_string(c.rank()); }, Fit::kRight},
      {"CONSIDERATION", [](const auto& c) { return c.title(); }, Fit::kMayShorten},
      {"FOR", [](const auto& c) { return std::to_string(c.supporting_size()); }, Fit::kRight},
      {"AGAINST", [](const auto& c) { return std::to_string(c.opposing_size()); }, Fit::kRight},
      {"NOT FOUND", [](const auto& c) { return std::to_string(c.not_found_size()); }, Fit::kRight},
      {"NOT ASKED", [](const auto& c) { return std::to_string(c.not_asked_size()); }, Fit::kRight},
      {"NAME", [](const auto& c) { return c.consideration(); }},
  };
}

Columns<v1::TimelineEntry> TimelineColumns() {
  return {
      {"OCCURRED", [](const auto& t) { return TimeWord(t.occurred_time()); }},
      {"KIND", [](const auto& t) { return Word(t.kind()); }},
      {"SUMMARY", [](const auto& t) { return t.summary(); }, Fit::kMayShorten},
      {"ACTOR", [](const auto& t) { return t.actor(); }, Fit::kMayShorten},
      {"ENTERED", [](const auto& t) { return TimeWord(t.entered_time()); }},
      {"RESOURCE", [](const auto& t) { return t.resource(); }},
  };
}

}  // namespace midstance::cli
