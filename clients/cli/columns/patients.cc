#include "clients/cli/columns/columns.h"
#include "clients/cli/columns/words.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

using client::TimeWord;
using client::Word;

}  // namespace

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
      {"CARE TEAM", [](const auto& p) { return Listed(p.care_team()); }, Fit::kMayShorten},
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
         return Joined(m.reasons(),
                       [](int reason) { return Word(static_cast<v1::DuplicateReason>(reason)); });
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

}  // namespace midstance::cli
