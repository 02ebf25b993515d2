#include "clients/cli/columns.h"

#include <cmath>
#include <set>

#include "clients/cli/training.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

using client::SiteWord;
using client::TimeWord;
using client::Word;

template <class Range, class Text>
std::string Joined(const Range& range, Text text, std::string_view separator = ", ") {
  std::string joined;
  for (const auto& item : range) {
    if (!joined.empty()) joined += separator;
    joined += text(item);
  }
  return joined;
}

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
  if (check_in.has_run()) add(RunWord(check_in.run()));
  return text;
}

std::string Same(const std::string& text) { return text; }

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

std::string DecimalWord(double number) {
  std::string text = std::to_string(number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string OneDecimalWord(double number) {
  constexpr double kTenths = 10;
  return DecimalWord(std::round(number * kTenths) / kTenths);
}

Columns<v1::Patient> PatientColumns() {
  return {
      {"FAMILY NAME", [](const auto& p) { return p.family_name(); }, Fit::kMayShorten},
      {"GIVEN NAME", [](const auto& p) { return p.given_name(); }, Fit::kMayShorten},
      {"BORN", [](const auto& p) { return p.birth_date(); }},
      {"KM A WEEK",
       [](const auto& p) {
         return p.has_weekly_distance_km() ? DecimalWord(p.weekly_distance_km()) : "";
       },
       Fit::kRight},
      {"CARE TEAM", [](const auto& p) { return Joined(p.care_team(), Same); }, Fit::kMayShorten},
      {"NAME", [](const auto& p) { return p.name(); }},
      {"DELETED", [](const auto& p) { return TimeWord(p.delete_time()); }},
      {"IDENTIFIERS",
       [](const auto& p) {
         return Joined(p.identifiers(), [](const v1::Identifier& identifier) {
           return identifier.system() + ':' + identifier.value();
         });
       },
       Fit::kMayShorten},
      {"ARCHIVED", [](const auto& p) { return TimeWord(p.archive_time()); }},
      {"MERGED INTO", [](const auto& p) { return p.merged_into(); }},
  };
}

Columns<v1::PatientMatch> PatientMatchColumns() {
  return {
      {"FAMILY NAME", [](const auto& m) { return m.patient().family_name(); }, Fit::kMayShorten},
      {"GIVEN NAME", [](const auto& m) { return m.patient().given_name(); }, Fit::kMayShorten},
      {"BORN", [](const auto& m) { return m.patient().birth_date(); }},
      {"MATCH", [](const auto& m) { return Word(m.kind()); }},
      {"NAME", [](const auto& m) { return m.patient().name(); }},
      {"MERGED RECORD", [](const auto& m) { return m.merged_record(); }},
  };
}

Columns<v1::DuplicateMatch> DuplicateColumns() {
  return {
      {"SCORE", [](const auto& m) { return DecimalWord(m.score()); }, Fit::kRight},
      {"FAMILY NAME", [](const auto& m) { return m.patient().family_name(); }, Fit::kMayShorten},
      {"GIVEN NAME", [](const auto& m) { return m.patient().given_name(); }, Fit::kMayShorten},
      {"BORN", [](const auto& m) { return m.patient().birth_date(); }},
      {"REASONS",
       [](const auto& m) {
         std::string words;
         for (int i = 0; i < m.reasons_size(); ++i) {
           words.append(words.empty() ? "" : ", ").append(Word(m.reasons(i)));
         }
         return words;
       }},
      {"NAME", [](const auto& m) { return m.patient().name(); }},
  };
}

Columns<v1::PatientRevision> PatientRevisionColumns() {
  return {
      {"WHEN", [](const auto& r) { return TimeWord(r.create_time()); }},
      {"WHO", [](const auto& r) { return r.revised_by(); }},
      {"ACTION", [](const auto& r) { return r.action(); }},
      {"CHANGES",
       [](const auto& r) {
         return Joined(
             r.changes(),
             [](const v1::PatientRevision::FieldChange& change) {
               return change.field() + ": " + change.before() + " -> " + change.after();
             },
             "; ");
       },
       Fit::kMayShorten},
      {"REASON", [](const auto& r) { return r.reason(); }, Fit::kMayShorten},
      {"NAME", [](const auto& r) { return r.name(); }},
  };
}

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

Columns<v1::Escalation> EscalationColumns() {
  return {
      {"URGENCY", [](const auto& e) { return Word(e.urgency()); }},
      {"STATE", [](const auto& e) { return Word(e.state()); }},
      {"SITE", [](const auto& e) { return SiteWord(e.site()); }},
      {"TITLE", [](const auto& e) { return e.title(); }, Fit::kMayShorten},
      {"RAISED", [](const auto& e) { return TimeWord(e.raised_time()); }},
      {"DUE", [](const auto& e) { return TimeWord(e.due_time()); }},
      {"BASIS", [](const auto& e) { return e.basis(); }, Fit::kMayShorten},
      {"NAME", [](const auto& e) { return e.name(); }},
      {"OUTCOME", [](const auto& e) { return Word(e.resolution().outcome()); }},
      {"BECAUSE", [](const auto& e) { return Word(e.resolution().override_reason()); },
       Fit::kDetail},
      {"LOOKED AT AGAIN", [](const auto& e) { return e.resolution().follow_up(); }, Fit::kDetail},
      {"FIRST STEP", [](const auto& e) { return Word(e.first_step()); }, Fit::kDetail},
      {"WITH", [](const auto& e) { return e.responsible(); }, Fit::kDetail},
  };
}

Columns<v1::Referral> ReferralColumns() {
  return {
      {"URGENCY", [](const auto& r) { return Word(r.urgency()); }},
      {"STATE", [](const auto& r) { return Word(r.state()); }},
      {"TO", [](const auto& r) { return r.addressee().name(); }, Fit::kMayShorten},
      {"UPDATED", [](const auto& r) { return TimeWord(r.update_time()); }},
      {"QUESTION", [](const auto& r) { return r.question(); }, Fit::kMayShorten},
      {"NAME", [](const auto& r) { return r.name(); }},
      {"FINDING", [](const auto& r) { return r.finding(); }, Fit::kMayShorten},
      {"LETTER SHA256", [](const auto& r) { return r.letter_sha256(); }, Fit::kDetail},
  };
}

Columns<v1::FollowUp> FollowUpColumns() {
  return {
      {"STATE", [](const auto& f) { return Word(f.state()); }},
      {"DUE", [](const auto& f) { return TimeWord(f.due_time()); }},
      {"KIND", [](const auto& f) { return Word(f.kind()); }},
      {"TITLE", [](const auto& f) { return f.title(); }, Fit::kMayShorten},
      {"ASSIGNEE", [](const auto& f) { return f.assignee(); }},
      {"NAME", [](const auto& f) { return f.name(); }},
      {"OUTCOME", [](const auto& f) { return f.outcome_note(); }, Fit::kMayShorten},
      {"DUE DAY", [](const auto& f) { return f.due_date(); }},
      {"DONE", [](const auto& f) { return TimeWord(f.done_time()); }},
      {"NEXT", [](const auto& f) { return f.next(); }, Fit::kDetail},
      {"REMINDED",
       [](const auto& f) {
         return f.reminders_sent().empty() ? ""
                                           : TimeWord(f.reminders_sent().rbegin()->sent_time());
       },
       Fit::kDetail},
      {"MISSED",
       [](const auto& f) {
         return f.missed_contacts() == 0 ? "" : std::to_string(f.missed_contacts());
       },
       Fit::kRight},
  };
}

Columns<v1::WorklistItem> WorklistColumns() {
  return {
      {"WHAT", [](const auto& i) { return Word(i.kind()); }},
      {"URGENCY", [](const auto& i) { return Word(i.urgency()); }},
      {"DUE", [](const auto& i) { return TimeWord(i.due_time()); }},
      {"OVERDUE SINCE", [](const auto& i) { return TimeWord(i.overdue_since()); }},
      {"PATIENT", [](const auto& i) { return i.patient_name(); }, Fit::kMayShorten},
      {"TITLE", [](const auto& i) { return i.title(); }, Fit::kMayShorten},
      {"WHY", [](const auto& i) { return i.why(); }, Fit::kMayShorten},
      {"ASSIGNEE", [](const auto& i) { return i.assignee(); }},
      {"NAME", [](const auto& i) { return i.resource(); }},
      {"ACKNOWLEDGED BY", [](const auto& i) { return i.acknowledged_by(); }},
  };
}

Columns<v1::Measure> MeasureColumns() {
  return {
      {"MEASURE", [](const auto& m) { return m.short_title(); }},
      {"TITLE", [](const auto& m) { return m.title(); }, Fit::kMayShorten},
      {"SUBSCALES",
       [](const auto& m) {
         std::set<std::string> ids;
         for (const auto& subscale : m.subscales()) ids.insert(subscale.id());
         return Joined(ids, Same);
       },
       Fit::kMayShorten},
      {"BETTER",
       [](const auto& m) {
         return m.direction() == v1::Measure::DIRECTION_HIGHER_BETTER  ? "higher"
                : m.direction() == v1::Measure::DIRECTION_HIGHER_WORSE ? "lower"
                                                                       : "";
       }},
      {"VARIANTS",
       [](const auto& m) { return Joined(m.variants(), [](const auto& v) { return v.id(); }); },
       Fit::kMayShorten},
      {"NAME", [](const auto& m) { return m.name(); }},
      {"LICENCE", [](const auto& m) { return m.licence(); }, Fit::kMayShorten},
  };
}

Columns<v1::SubscaleScore> SubscaleScoreColumns() {
  return {
      {"SUBSCALE", [](const auto& s) { return s.subscale(); }},
      {"SCORE", [](const auto& s) { return s.has_score() ? DecimalWord(s.score()) : ""; },
       Fit::kRight},
      {"BAND", [](const auto& s) { return s.band(); }},
      {"ANSWERED",
       [](const auto& s) {
         return std::to_string(s.answered()) + "/" + std::to_string(s.items());
       }},
      {"BECAUSE", [](const auto& s) { return s.because(); }, Fit::kMayShorten},
  };
}

Columns<v1::OutcomeScore> OutcomeScoreColumns() {
  return {
      {"FILLED IN", [](const auto& o) { return TimeWord(o.occurred_time()); }},
      {"MEASURE", [](const auto& o) { return o.measure(); }},
      {"VARIANT", [](const auto& o) { return o.variant(); }},
      {"SIDE", [](const auto& o) { return Word(o.side()); }},
      {"SCORES",
       [](const auto& o) {
         return Joined(o.scores(), [](const v1::SubscaleScore& s) {
           return s.subscale() + "=" + (s.has_score() ? DecimalWord(s.score()) : "-");
         });
       },
       Fit::kMayShorten},
      {"STATE", [](const auto& o) { return Word(o.state()); }},
      {"NAME", [](const auto& o) { return o.name(); }},
  };
}

Columns<v1::OutcomeTrend> OutcomeTrendColumns() {
  return {
      {"VERDICT", [](const auto& t) { return Word(t.since_baseline().verdict()); }},
      {"SINCE THE FIRST", [](const auto& t) { return t.since_baseline().sentence(); },
       Fit::kMayShorten},
      {"SINCE THE LAST", [](const auto& t) { return Word(t.since_previous().verdict()); }},
      {"RECORDS", [](const auto& t) { return std::to_string(t.records()); }, Fit::kRight},
      {"FROM", [](const auto& t) { return TimeWord(t.since_baseline().from_time()); }},
      {"TO", [](const auto& t) { return TimeWord(t.since_baseline().to_time()); }},
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

Columns<rules::v1::RuleResult> RuleResultColumns() {
  return {
      {"TRUTH", [](const auto& r) { return Word(r.truth()); }},
      {"URGENCY", [](const auto& r) { return Word(r.urgency()); }},
      {"SITE", [](const auto& r) { return SiteWord(r.site()); }},
      {"RULE", [](const auto& r) { return r.rule(); }},
      {"TITLE", [](const auto& r) { return r.title(); }, Fit::kMayShorten},
      {"BASIS", [](const auto& r) { return r.basis(); }, Fit::kMayShorten},
  };
}

Columns<v1::RuleSet> RuleSetColumns() {
  return {
      {"ACTIVE", [](const auto& r) { return std::string(r.active() ? "yes" : "no"); }},
      {"TITLE", [](const auto& r) { return r.title(); }, Fit::kMayShorten},
      {"VERSION", [](const auto& r) { return r.definition().version(); }},
      {"RULES", [](const auto& r) { return std::to_string(r.definition().rules_size()); },
       Fit::kRight},
      {"NAME", [](const auto& r) { return r.name(); }},
      {"REVISION", [](const auto& r) { return r.revision(); }},
      {"DIGEST", [](const auto& r) { return r.digest(); }},
  };
}

Columns<v1::User> UserColumns() {
  return {
      {"USER NAME", [](const auto& u) { return u.user_name(); }},
      {"DISPLAY NAME", [](const auto& u) { return u.display_name(); }, Fit::kMayShorten},
      {"ROLES",
       [](const auto& u) {
         return Joined(u.roles(), [](int r) { return Word(static_cast<options::v1::Role>(r)); });
       }},
      {"DISABLED", [](const auto& u) { return std::string(u.disabled() ? "yes" : "no"); }},
      {"NAME", [](const auto& u) { return u.name(); }},
  };
}

Columns<v1::AuditEntry> AuditEntryColumns() {
  return {
      {"TIME", [](const auto& e) { return TimeWord(e.create_time()); }},
      {"ACTOR", [](const auto& e) { return e.actor(); }, Fit::kMayShorten},
      {"BY", [](const auto& e) { return Word(e.credential()); }},
      {"ACTION", [](const auto& e) { return e.action(); }},
      {"OUTCOME", [](const auto& e) { return e.outcome(); }},
      {"RESOURCES", [](const auto& e) { return Joined(e.resources(), Same); }, Fit::kMayShorten},
      {"NAME", [](const auto& e) { return e.name(); }},
  };
}

Columns<v1::VerifyAuditTrailResponse> AuditVerdictColumns() {
  return {
      {"HOLD", [](const auto& v) { return std::to_string(v.verified_count()); }, Fit::kRight},
      {"LAST THAT HOLDS", [](const auto& v) { return v.last_verified(); }},
      {"FIRST BROKEN", [](const auto& v) { return v.first_broken(); }},
  };
}

Columns<v1::Self> SelfColumns() {
  return {
      {"PRINCIPAL", [](const auto& s) { return s.principal(); }},
      {"DISPLAY NAME", [](const auto& s) { return s.display_name(); }},
      {"ROLES",
       [](const auto& s) {
         return Joined(s.roles(), [](int r) { return Word(static_cast<options::v1::Role>(r)); });
       }},
      {"CLINIC", [](const auto& s) { return s.clinic(); }},
      {"SESSION ENDS", [](const auto& s) { return TimeWord(s.expire_time()); }},
  };
}

Columns<v1::ServerInfo> ServerInfoColumns() {
  return {
      {"VERSION", [](const auto& i) { return i.version(); }},
      {"BUILD", [](const auto& i) { return i.build(); }},
      {"SCHEMA", [](const auto& i) { return std::to_string(i.schema_version()); }, Fit::kRight},
      {"STORE", [](const auto& i) { return i.store_engine(); }},
      {"STARTED", [](const auto& i) { return TimeWord(i.start_time()); }},
      {"RULES", [](const auto& i) { return i.shipped_rule_set_digest(); }},
  };
}

}  // namespace midstance::cli
