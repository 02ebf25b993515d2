#include "storage/tables/patient_terms.h"

#include <utility>

#include "storage/fold.h"
#include "storage/tables/search_text.h"

namespace midstance::storage {
namespace {

using midstance::v1::Patient;

constexpr char kPart = kTermPart;

struct Keyed {
  PatientKey key;
  std::string text;
};

// What a patient is found by in every scope.
std::vector<Keyed> KeysOf(const Patient& patient) {
  std::vector<Keyed> keys;
  const std::vector<std::string> words = NameWordsOf(patient);
  for (std::size_t first = 0; first < words.size(); ++first) {
    const std::string name = Rotated(words, first);
    keys.push_back({PatientKey::kName, name});
    for (const std::string& text : OneLeftOut(words[first])) {
      keys.push_back({PatientKey::kOneLeftOut, text + kPart + name});
    }
    for (const std::string& text : TwoLeftOut(words[first])) {
      keys.push_back({PatientKey::kTwoLeftOut, text + kPart + name});
    }
  }
  keys.push_back({PatientKey::kBirthDate, patient.birth_date()});
  keys.push_back({PatientKey::kEmail, Fold(patient.email())});
  keys.push_back({PatientKey::kPhone, PhoneKey(patient.phone())});
  for (const auto& identifier : patient.identifiers()) {
    keys.push_back({PatientKey::kIdentifier, IdentifierKey(identifier.value())});
  }
  std::erase_if(keys, [](const Keyed& keyed) { return keyed.text.empty(); });
  return keys;
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
  const std::vector<Keyed> keys = KeysOf(patient);
  PatientScope scope{.archived = patient.has_archive_time()};
  const auto add = [&] {
    for (const auto& [key, text] : keys) terms.push_back({PatientTerm(key, scope, text)});
  };
  add();
  for (const std::string& member : patient.care_team()) {
    scope.member = member;
    add();
  }
  return terms;
}

}  // namespace midstance::storage
