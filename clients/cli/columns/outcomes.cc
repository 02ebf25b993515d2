#include <set>

#include "clients/cli/columns/columns.h"
#include "clients/cli/columns/words.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

using client::TimeWord;
using client::Word;

}  // namespace

Columns<v1::Measure> MeasureColumns() {
  return {
      {"MEASURE", [](const auto& m) { return m.short_title(); }},
      {"TITLE", [](const auto& m) { return m.title(); }, Fit::kMayShorten},
      {"SUBSCALES",
       [](const auto& m) {
         std::set<std::string> ids;
         for (const auto& subscale : m.subscales()) ids.insert(subscale.id());
         return Listed(ids);
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

}  // namespace midstance::cli
