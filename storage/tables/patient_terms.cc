#include "storage/tables/patient_terms.h"

#include <set>

#include "storage/fold.h"
#include "storage/tables/search_text.h"

namespace midstance::storage {
namespace {

using midstance::v1::Patient;

constexpr char kPart = kTermPart;

std::string Rotated(const std::vector<std::string>& words, std::size_t first) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text.push_back(' ');
    text += words[(first + i) % words.size()];
  }
  return text;
}

// Keys and texts in one scope.
void AddKeys(const Patient& patient, const std::vector<std::string>& words,
             const PatientScope& scope, std::vector<Term>& terms) {
  const auto add = [&](PatientKey key, const std::string& text) {
    if (!text.empty()) terms.push_back({PatientTerm(key, scope, text)});
  };
  for (std::size_t first = 0; first < words.size(); ++first) {
    add(PatientKey::kName, Rotated(words, first));
  }
  add(PatientKey::kBirthDate, patient.birth_date());
  add(PatientKey::kEmail, Fold(patient.email()));
  add(PatientKey::kPhone, PhoneKey(patient.phone()));
  for (const auto& identifier : patient.identifiers()) {
    add(PatientKey::kIdentifier, IdentifierKey(identifier.value()));
  }
}

}  // namespace

std::string PatientTerm(PatientKey key, const PatientScope& scope, std::string_view text) {
  std::string term(1, scope.archived ? 'z' : 'a');
  term.push_back(static_cast<char>(key));
  term.append(scope.member).push_back(kPart);
  return term.append(text);
}

std::vector<std::string> NameWordsOf(const Patient& patient) {
  std::vector<std::string> words = SearchWords(patient.given_name());
  for (auto& word : SearchWords(patient.family_name())) words.push_back(std::move(word));
  return words;
}

std::vector<Term> PatientTerms(const google::protobuf::Message& resource) {
  const auto& patient = static_cast<const Patient&>(resource);
  std::vector<Term> terms;
  for (int i = 0; patient.merged_into().empty() && i < patient.identifiers_size(); ++i) {
    const auto& identifier = patient.identifiers(i);
    terms.push_back({std::string("u") + kPart + IdentifierKey(identifier.system()) + kPart +
                         IdentifierKey(identifier.value()),
                     "patient.identifiers[" + std::to_string(i) + "]"});
  }
  if (patient.has_delete_time()) return terms;
  PatientScope scope{.archived = patient.has_archive_time()};
  const std::vector<std::string> words = NameWordsOf(patient);
  AddKeys(patient, words, scope, terms);
  for (const std::string& word : words) {
    for (const std::string& text : Deletions(word)) {
      terms.push_back({PatientTerm(PatientKey::kDeletion, scope, text + kPart + word)});
    }
  }
  for (const std::string& member : patient.care_team()) {
    scope.member = member;
    AddKeys(patient, words, scope, terms);
  }
  return terms;
}

}  // namespace midstance::storage
