#include "services/patients/typed.h"

#include <algorithm>
#include <utility>

#include "storage/fold.h"
#include "storage/tables/patient_terms.h"
#include "storage/tables/search_text.h"

namespace midstance::patients {
namespace {

constexpr std::size_t kMostWords = 10;
constexpr std::size_t kMostNumbers = 5;
constexpr std::size_t kYearDigits = 4;
constexpr std::size_t kDateLetters = 10;
constexpr std::size_t kPhoneDigits = 4;

bool IsDigit(char character) { return character >= '0' && character <= '9'; }

bool IsNumber(std::string_view token) {
  return std::any_of(token.begin(), token.end(), IsDigit) ||
         token.find('@') != std::string_view::npos;
}

Fit WordFit(const std::string& typed, const std::vector<std::string>& name) {
  const int allowed = storage::AllowedEdits(storage::LettersOf(typed));
  Fit best;
  for (const std::string& word : name) {
    if (word == typed) return {v1::PatientMatch::KIND_NAME, 0};
    if (word.starts_with(typed)) {
      best = {v1::PatientMatch::KIND_NAME_BEGINNING, 0};
      continue;
    }
    if (best.kind == v1::PatientMatch::KIND_NAME_BEGINNING) continue;
    const int edits = storage::EditDistance(typed, word, allowed);
    const bool nearer = best.kind == v1::PatientMatch::KIND_UNSPECIFIED || edits < best.edits;
    if (edits <= allowed && nearer) best = {v1::PatientMatch::KIND_SIMILAR_NAME, edits};
  }
  return best;
}

std::optional<Fit> NumberFit(const std::string& number, const v1::Patient& patient) {
  const std::string key = storage::IdentifierKey(number);
  std::optional<Fit> fit;
  for (const auto& identifier : patient.identifiers()) {
    const std::string hers = storage::IdentifierKey(identifier.value());
    if (hers == key) return Fit{v1::PatientMatch::KIND_IDENTIFIER, 0};
    if (hers.starts_with(key)) fit = Fit{v1::PatientMatch::KIND_NUMBER, 0};
  }
  const bool fits = (MayBeBirthDate(number) && patient.birth_date().starts_with(number)) ||
                    (MayBePhone(number) &&
                     storage::PhoneKey(patient.phone()).starts_with(storage::PhoneKey(number))) ||
                    (!patient.email().empty() &&
                     storage::Fold(patient.email()).starts_with(storage::Fold(number)));
  return fits ? Fit{v1::PatientMatch::KIND_NUMBER, 0} : fit;
}

}  // namespace

Typed ParseTyped(std::string_view query) {
  Typed typed;
  std::string joined;
  std::size_t at = 0;
  while (at < query.size()) {
    const std::size_t end = std::min(query.find(' ', at), query.size());
    const std::string_view token = query.substr(at, end - at);
    at = end + 1;
    if (IsNumber(token)) {
      joined.append(joined.empty() ? "" : " ").append(token);
      if (typed.numbers.size() < kMostNumbers) typed.numbers.emplace_back(token);
      continue;
    }
    for (auto& word : storage::SearchWords(token)) {
      if (typed.words.size() < kMostWords) typed.words.push_back(std::move(word));
    }
  }
  // "TK 12 34", "+49 40 12": signs and letters between the groups belong to the number.
  if (typed.words.empty() && typed.numbers.size() > 1) typed.numbers = {std::move(joined)};
  return typed;
}

std::optional<Fit> NameFit(const std::vector<std::string>& typed,
                           const std::vector<std::string>& name) {
  Fit worst{v1::PatientMatch::KIND_NAME, 0};
  for (const std::string& word : typed) {
    const Fit fit = WordFit(word, name);
    if (fit.kind == v1::PatientMatch::KIND_UNSPECIFIED) return std::nullopt;
    worst.kind = std::max(worst.kind, fit.kind);
    worst.edits += fit.edits;
  }
  return worst;
}

std::optional<Fit> FitOf(const Typed& typed, const v1::Patient& patient) {
  std::optional<Fit> number;
  for (const std::string& each : typed.numbers) {
    const auto fit = NumberFit(each, patient);
    if (!fit.has_value()) return std::nullopt;
    if (!number.has_value() || fit->kind > number->kind) number = fit;
  }
  return typed.words.empty() ? number : NameFit(typed.words, storage::NameWordsOf(patient));
}

bool MayBeBirthDate(std::string_view number) {
  if (number.size() < kYearDigits || number.size() > kDateLetters) return false;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? number[i] != '-' : !IsDigit(number[i])) return false;
  }
  return number.starts_with("19") || number.starts_with("20");
}

bool MayBePhone(std::string_view number) {
  constexpr std::string_view kOfPhones = "0123456789+()/.- ";
  return number.find_first_not_of(kOfPhones) == std::string_view::npos &&
         storage::PhoneKey(number).size() >= kPhoneDigits;
}

}  // namespace midstance::patients
