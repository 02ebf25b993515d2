#include "clients/cli/columns/columns.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

using client::SiteWord;
using client::TimeWord;
using client::Word;

}  // namespace

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

}  // namespace midstance::cli
