#include <algorithm>
#include <set>
#include <utility>

#include "midstance/v1/patient_service.pb.h"
#include "services/patients/duplicates.h"
#include "services/patients/verbs.h"
#include "storage/fold.h"
#include "storage/tables/all.h"
#include "storage/tables/patient_terms.h"
#include "storage/tables/search_text.h"
#include "support/status.h"

namespace midstance::patients {
namespace {

using storage::PatientKey;

using DuplicateMatches = google::protobuf::RepeatedPtrField<v1::DuplicateMatch>;

constexpr int kMostDuplicates = 20;
// Entries of the index that one look-up reads at most.
constexpr int kMostOfAKey = 500;

struct LookUp {
  PatientKey key;
  std::string text;
  bool beginning = false;
};

// Every pair at the threshold is found by one of these, from either side; see duplicates.textproto.
std::vector<LookUp> LookUpsFor(const v1::Patient& patient) {
  std::vector<LookUp> look_ups = {
      {PatientKey::kBirthDate, patient.birth_date()},
      {PatientKey::kBirthDate, DayAndMonthExchanged(patient.birth_date())},
      {PatientKey::kEmail, storage::Fold(patient.email())}};
  std::string name;
  for (const std::string& word : storage::NameWordsOf(patient)) {
    name.append(name.empty() ? "" : " ").append(word);
  }
  look_ups.push_back({PatientKey::kName, std::move(name)});
  if (const auto phone = storage::PhoneKey(patient.phone()); phone.size() >= kPhoneDigitsInCommon) {
    look_ups.push_back({PatientKey::kPhone, phone.substr(0, kPhoneDigitsInCommon), true});
  }
  for (const auto& identifier : patient.identifiers()) {
    look_ups.push_back({PatientKey::kIdentifier, storage::IdentifierKey(identifier.value())});
  }
  std::erase_if(look_ups, [](const LookUp& look_up) { return look_up.text.empty(); });
  return look_ups;
}

absl::StatusOr<std::set<std::string>> Candidates(const rpc::Call& call,
                                                 const storage::Reader& reader,
                                                 const v1::Patient& patient) {
  std::set<std::string> names;
  for (const LookUp& look_up : LookUpsFor(patient)) {
    for (const bool archived : {false, true}) {
      MIDSTANCE_ASSIGN_OR_RETURN(
          const auto hits, reader.FindByTerm<v1::Patient>(
                               {.term = storage::PatientTerm(
                                    look_up.key, {call.care_team_of(), archived}, look_up.text),
                                .beginning = look_up.beginning,
                                .limit = kMostOfAKey}));
      for (const auto& hit : hits) names.insert(hit.name);
    }
  }
  return names;
}

absl::StatusOr<DuplicateMatches> DuplicatesOf(const rpc::Call& call, const storage::Reader& reader,
                                              const v1::Patient& patient) {
  const auto& scorer = DuplicateScorer::Shipped();
  MIDSTANCE_RETURN_IF_ERROR(scorer.status());
  MIDSTANCE_ASSIGN_OR_RETURN(const auto names, Candidates(call, reader, patient));
  std::vector<v1::DuplicateMatch> matches;
  for (const std::string& name : names) {
    if (name == patient.name() || name == patient.merged_into()) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(auto other, reader.Get<v1::Patient>(name));
    if (!other.merged_into().empty()) continue;
    const auto score = scorer->ScoreOf(patient, other);
    if (score.points < scorer->threshold()) continue;
    v1::DuplicateMatch& match = matches.emplace_back();
    match.set_score(score.points);
    for (const auto reason : score.reasons) match.add_reasons(reason);
    *match.mutable_patient() = std::move(other);
  }
  // Those of one score stay in the order of their names.
  std::stable_sort(matches.begin(), matches.end(),
                   [](const auto& a, const auto& b) { return a.score() > b.score(); });
  DuplicateMatches best;
  for (auto& match : matches) {
    if (best.size() == kMostDuplicates) break;
    *best.Add() = std::move(match);
  }
  return best;
}

}  // namespace

absl::StatusOr<v1::FindDuplicatesResponse> FindDuplicates(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::FindDuplicatesRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto patient, reader.Get<v1::Patient>(request.name()));
  v1::FindDuplicatesResponse response;
  MIDSTANCE_ASSIGN_OR_RETURN(*response.mutable_matches(), DuplicatesOf(call, reader, patient));
  return response;
}

absl::StatusOr<v1::CheckNewPatientResponse> CheckNewPatient(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::CheckNewPatientRequest& request) {
  v1::Patient patient = request.patient();
  patient.clear_name();
  v1::CheckNewPatientResponse response;
  MIDSTANCE_ASSIGN_OR_RETURN(*response.mutable_matches(), DuplicatesOf(call, reader, patient));
  return response;
}

}  // namespace midstance::patients
