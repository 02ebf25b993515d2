#include "services/patients/checks.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "services/rpc/calendar.h"
#include "services/rpc/staff.h"
#include "storage/tables/all.h"
#include "storage/tables/patient_terms.h"
#include "storage/tables/search_text.h"
#include "support/status.h"

namespace midstance::patients {
namespace {

void CheckIdentifiers(const v1::Patient& patient, google::rpc::BadRequest& violations) {
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < patient.identifiers_size(); ++i) {
    const auto& identifier = patient.identifiers(i);
    const bool is_new = seen.emplace(storage::IdentifierKey(identifier.system()),
                                     storage::IdentifierKey(identifier.value()))
                            .second;
    if (is_new) continue;
    AddViolation(violations, "patient.identifiers[" + std::to_string(i) + "]",
                 "must not stand there twice");
  }
}

void CheckConsents(const v1::Patient& patient, Instant now, google::rpc::BadRequest& violations) {
  std::set<v1::Consent::Kind> seen;
  for (int i = 0; i < patient.consents_size(); ++i) {
    const auto& consent = patient.consents(i);
    const std::string path = "patient.consents[" + std::to_string(i) + "]";
    if (!seen.insert(consent.kind()).second) {
      AddViolation(violations, path + ".kind", "must not stand there twice");
    }
    const auto given = rpc::ParseDay(consent.given_date());
    if (!given.has_value() || *given > rpc::LatestToday(now)) {
      AddViolation(violations, path + ".given_date",
                   "must be a day of the calendar, not after today");
    }
    if (consent.withdrawn_date().empty()) continue;
    const auto withdrawn = rpc::ParseDay(consent.withdrawn_date());
    if (!withdrawn.has_value() || *withdrawn > rpc::LatestToday(now) ||
        (given.has_value() && *withdrawn < *given)) {
      AddViolation(violations, path + ".withdrawn_date",
                   "must be a day of the calendar, not before it was given nor after today");
    }
  }
}

}  // namespace

absl::Status CheckPatient(const storage::Reader& reader, const v1::Patient& patient,
                          const v1::Patient& before, Instant now) {
  google::rpc::BadRequest violations;
  const auto born = rpc::ParseDay(patient.birth_date());
  if (!born.has_value() || *born > rpc::LatestToday(now)) {
    AddViolation(violations, "patient.birth_date",
                 "must be a day of the calendar, not after today");
  }
  CheckIdentifiers(patient, violations);
  CheckConsents(patient, now, violations);
  const std::string& race = patient.running().goal_race_date();
  if (!race.empty() && !rpc::ParseDay(race).has_value()) {
    AddViolation(violations, "patient.running.goal_race_date", "must be a day of the calendar");
  }
  const std::set<std::string_view> known(before.care_team().begin(), before.care_team().end());
  std::set<std::string_view> seen;
  for (int i = 0; i < patient.care_team_size(); ++i) {
    const std::string path = "patient.care_team[" + std::to_string(i) + "]";
    if (seen.insert(patient.care_team(i)).second) {
      if (known.contains(patient.care_team(i))) continue;
      MIDSTANCE_RETURN_IF_ERROR(rpc::CheckStaff(reader, patient.care_team(i), path, violations));
      continue;
    }
    AddViolation(violations, path, "must not name a user twice");
  }
  return FieldsInvalid(violations);
}

absl::Status CheckUntaken(const storage::Reader& reader, const v1::Patient& patient) {
  const auto named = reader.Get<v1::Patient>(patient.name(), storage::Deleted::kShow);
  if (named.ok()) {
    return Error(v1::ERROR_REASON_RESOURCE_EXISTS)
        .On("midstance.v1/Patient", patient.name())
        .Because("the name of the patient is taken");
  }
  if (!absl::IsNotFound(named.status())) return named.status();
  for (const storage::Term& term : storage::PatientTerms(patient)) {
    if (term.unique_field.empty()) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(
        const auto hits,
        reader.FindByTerm<v1::Patient>({.term = term.text, .beginning = false, .limit = 1}));
    if (hits.empty()) continue;
    return Error(v1::ERROR_REASON_RESOURCE_EXISTS)
        .On("midstance.v1/Patient", patient.name())
        .Field(term.unique_field, "is another one's already")
        .Because("another resource of the clinic has it");
  }
  return absl::OkStatus();
}

}  // namespace midstance::patients
