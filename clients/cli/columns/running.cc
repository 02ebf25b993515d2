#include <cmath>
#include <string>

#include "clients/cli/columns/columns.h"
#include "clients/cli/columns/words.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

std::string NumberOf(bool told, double number) {
  return told ? DecimalWord(std::round(10 * number) / 10) : "";
}

}  // namespace

Columns<v1::RunningStage> RunningStageColumns() {
  return {
      {"STAGE", [](const auto& s) { return std::to_string(s.stage()); }, Fit::kRight},
      {"SESSION", [](const auto& s) { return s.text(); }, Fit::kMayShorten},
      {"MINUTES", [](const auto& s) { return NumberOf(s.total_minutes() > 0, s.total_minutes()); },
       Fit::kRight},
      {"HOW OFTEN",
       [](const auto& s) {
         return s.every_days() > 0 ? "every " + std::to_string(s.every_days()) + " days"
                                   : std::to_string(s.per_week()) + " a week";
       }},
      {"SOURCE", [](const auto& s) { return s.source(); }, Fit::kMayShorten},
  };
}

Columns<v1::EntryCondition> EntryConditionColumns() {
  return {
      {"CONDITION", [](const auto& c) { return c.id(); }},
      {"ANSWER", [](const auto& c) { return client::Word(c.truth()); }},
      {"WHY", [](const auto& c) { return c.text(); }, Fit::kMayShorten},
      {"EVIDENCE", [](const auto& c) { return Listed(c.evidence()); }, Fit::kDetail},
  };
}

Columns<v1::RunningPlan> RunningPlanColumns() {
  return {
      {"STATE", [](const auto& p) { return client::Word(p.state()); }},
      {"STAGE", [](const auto& p) { return std::to_string(p.stage()); }, Fit::kRight},
      {"PAIN", [](const auto& p) { return client::Word(p.pain_rule()); }},
      {"SINCE", [](const auto& p) { return p.start_date(); }},
      {"DECIDED",
       [](const auto& p) {
         return p.decisions().empty() ? ""
                                      : client::Word(p.decisions(p.decisions_size() - 1).decided());
       }},
      {"NAME", [](const auto& p) { return p.name(); }},
  };
}

Columns<v1::ProposeRunningStageResponse> StageProposalColumns() {
  return {
      {"MOVE", [](const auto& p) { return client::Word(p.proposal().move()); }},
      {"BECAUSE", [](const auto& p) { return p.proposal().because(); }, Fit::kMayShorten},
      {"RULES", [](const auto& p) { return Listed(p.proposal().rules()); }},
      {"AGREE",
       [](const auto& p) { return p.proposal().agreement_allows_advance() ? "may advance" : ""; }},
      {"LATE", [](const auto& p) { return p.proposal().late() ? "late" : ""; }},
  };
}

Columns<v1::CheckRunResponse> CheckedRunColumns() {
  return {
      {"SPIKE", [](const auto& c) { return client::Word(c.spike()); }},
      {"LONGEST KM", [](const auto& c) { return NumberOf(c.has_longest_km(), c.longest_km()); },
       Fit::kRight},
      {"MORE %",
       [](const auto& c) { return NumberOf(c.has_increase_percent(), c.increase_percent()); },
       Fit::kRight},
      {"STAGE", [](const auto& c) { return NumberOf(c.has_stage(), c.stage()); }, Fit::kRight},
      {"WARNINGS", [](const auto& c) { return Listed(c.warnings()); }, Fit::kMayShorten},
  };
}

Columns<v1::LoadWeek> LoadWeekColumns() {
  return {
      {"WEEK OF", [](const auto& w) { return w.start_date(); }},
      {"RUNS", [](const auto& w) { return std::to_string(w.sessions()); }, Fit::kRight},
      {"MISSED", [](const auto& w) { return std::to_string(w.missed()); }, Fit::kRight},
      {"KM", [](const auto& w) { return NumberOf(w.has_distance_km(), w.distance_km()); },
       Fit::kRight},
      {"LONGEST KM", [](const auto& w) { return NumberOf(w.has_longest_km(), w.longest_km()); },
       Fit::kRight},
      {"MINUTES", [](const auto& w) { return NumberOf(w.has_minutes(), w.minutes()); },
       Fit::kRight},
      {"LOAD", [](const auto& w) { return NumberOf(w.has_session_load(), w.session_load()); },
       Fit::kRight},
      {"CHANGE %",
       [](const auto& w) { return NumberOf(w.has_change_percent(), w.change_percent()); },
       Fit::kRight},
      {"RATIO (DESCRIPTIVE)",
       [](const auto& w) { return NumberOf(w.has_uncoupled_ratio(), w.uncoupled_ratio()); },
       Fit::kRight},
      {"REMARK", [](const auto& w) { return w.remark(); }, Fit::kMayShorten},
  };
}

}  // namespace midstance::cli
