#include "services/patients/duplicates.h"

#include <algorithm>
#include <set>
#include <string>

#include "services/rpc/calendar.h"
#include "storage/fold.h"
#include "storage/tables/search_text.h"
#include "support/data_text.h"
#include "support/status.h"

namespace midstance::patients {
namespace {

using Words = std::vector<std::string>;

enum class Likeness { kNone, kNear, kEqual };

constexpr std::size_t kBirthDateLetters = 10;

std::string JoinedWords(const Words& words) {
  std::string joined;
  for (const std::string& word : words) joined += word;
  return joined;
}

bool HasAllOf(const Words& words, const Words& part) {
  return std::all_of(part.begin(), part.end(), [&words](const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  });
}

Likeness LikenessOf(const Words& one, const Words& other) {
  if (one.empty() || other.empty()) return Likeness::kNone;
  if (one == other) return Likeness::kEqual;
  // "Anna" and "Anna Maria", "Berg" and "Berg-Olsen".
  if (HasAllOf(one, other) || HasAllOf(other, one)) return Likeness::kNear;
  const std::string a = JoinedWords(one);
  const std::string b = JoinedWords(other);
  const int allowed = storage::AllowedEdits(std::min(storage::LettersOf(a), storage::LettersOf(b)));
  return storage::EditDistance(a, b, allowed) <= allowed ? Likeness::kNear : Likeness::kNone;
}

void AddNames(const v1::Patient& one, const v1::Patient& other,
              std::vector<v1::DuplicateReason>& reasons) {
  const Words family = storage::SearchWords(one.family_name());
  const Words given = storage::SearchWords(one.given_name());
  const Words other_family = storage::SearchWords(other.family_name());
  const Words other_given = storage::SearchWords(other.given_name());
  const Likeness families = LikenessOf(family, other_family);
  const Likeness givens = LikenessOf(given, other_given);
  if (families == Likeness::kEqual) reasons.push_back(v1::DUPLICATE_REASON_FAMILY_NAME_EQUAL);
  if (families == Likeness::kNear) reasons.push_back(v1::DUPLICATE_REASON_FAMILY_NAME_NEAR);
  if (givens == Likeness::kEqual) reasons.push_back(v1::DUPLICATE_REASON_GIVEN_NAME_EQUAL);
  if (givens == Likeness::kNear) reasons.push_back(v1::DUPLICATE_REASON_GIVEN_NAME_NEAR);
  const bool apart = families == Likeness::kNone && givens == Likeness::kNone;
  if (apart && !family.empty() && !given.empty() && family == other_given &&
      given == other_family) {
    reasons.push_back(v1::DUPLICATE_REASON_NAMES_SWAPPED);
  }
}

// One digit wrong, or two neighbouring digits exchanged; the dashes do not count.
bool OneSlipApart(std::string_view one, std::string_view other) {
  std::string a(one);
  std::string b(other);
  std::erase(a, '-');
  std::erase(b, '-');
  if (a.size() != b.size()) return false;
  std::vector<std::size_t> wrong;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) wrong.push_back(i);
  }
  if (wrong.size() == 1) return true;
  return wrong.size() == 2 && wrong[0] + 1 == wrong[1] && a[wrong[0]] == b[wrong[1]] &&
         a[wrong[1]] == b[wrong[0]];
}

v1::DuplicateReason BirthReason(const std::string& one, const std::string& other) {
  if (one.empty() || other.empty()) return v1::DUPLICATE_REASON_UNSPECIFIED;
  if (one == other) return v1::DUPLICATE_REASON_BIRTH_DATE_EQUAL;
  const bool near = DayAndMonthExchanged(one) == other || OneSlipApart(one, other);
  return near ? v1::DUPLICATE_REASON_BIRTH_DATE_NEAR : v1::DUPLICATE_REASON_BIRTH_DATE_DIFFERENT;
}

v1::DuplicateReason IdentifierReason(const v1::Patient& one, const v1::Patient& other) {
  bool share_a_system = false;
  for (const auto& mine : one.identifiers()) {
    for (const auto& hers : other.identifiers()) {
      if (storage::IdentifierKey(mine.system()) != storage::IdentifierKey(hers.system())) continue;
      if (storage::IdentifierKey(mine.value()) == storage::IdentifierKey(hers.value())) {
        return v1::DUPLICATE_REASON_IDENTIFIER_EQUAL;
      }
      share_a_system = true;
    }
  }
  return share_a_system ? v1::DUPLICATE_REASON_IDENTIFIER_DIFFERENT
                        : v1::DUPLICATE_REASON_UNSPECIFIED;
}

bool SamePhone(const std::string& one, const std::string& other) {
  const std::string a = storage::PhoneKey(one);
  const std::string b = storage::PhoneKey(other);
  if (std::min(a.size(), b.size()) < kPhoneDigitsInCommon) return false;
  return a.starts_with(b) || b.starts_with(a);
}

absl::Status BadWeights(const std::string& why) {
  return Error(v1::ERROR_REASON_INTERNAL).Because("the weights of duplicates: " + why);
}

}  // namespace

std::string DayAndMonthExchanged(std::string_view birth_date) {
  if (birth_date.size() != kBirthDateLetters) return {};
  std::string exchanged(birth_date.substr(0, 5));
  exchanged.append(birth_date.substr(8, 2)).append("-").append(birth_date.substr(5, 2));
  return rpc::ParseDay(exchanged).has_value() ? exchanged : std::string();
}

std::vector<v1::DuplicateReason> ReasonsOf(const v1::Patient& one, const v1::Patient& other) {
  std::vector<v1::DuplicateReason> reasons = {IdentifierReason(one, other),
                                              BirthReason(one.birth_date(), other.birth_date())};
  AddNames(one, other, reasons);
  if (SamePhone(one.phone(), other.phone())) reasons.push_back(v1::DUPLICATE_REASON_PHONE_EQUAL);
  if (!one.email().empty() && storage::Fold(one.email()) == storage::Fold(other.email())) {
    reasons.push_back(v1::DUPLICATE_REASON_EMAIL_EQUAL);
  }
  std::erase(reasons, v1::DUPLICATE_REASON_UNSPECIFIED);
  return reasons;
}

absl::StatusOr<DuplicateScorer> DuplicateScorer::Of(std::string_view weights) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parsed,
                             ParseDataText<v1::DuplicateWeights>("weights of duplicates", weights));
  DuplicateScorer scorer;
  for (const auto& weight : parsed.weights()) {
    const std::string& name = v1::DuplicateReason_Name(weight.reason());
    if (weight.source().empty()) return BadWeights(name + " has no source");
    if (!scorer.points_.emplace(weight.reason(), weight.points()).second) {
      return BadWeights(name + " stands twice");
    }
  }
  for (int reason = 1; reason < v1::DuplicateReason_ARRAYSIZE; ++reason) {
    if (!scorer.points_.contains(static_cast<v1::DuplicateReason>(reason))) {
      return BadWeights(v1::DuplicateReason_Name(reason) + " is missing");
    }
  }
  if (parsed.threshold_source().empty()) return BadWeights("the threshold has no source");
  scorer.threshold_ = parsed.threshold();
  return scorer;
}

const absl::StatusOr<DuplicateScorer>& DuplicateScorer::Shipped() {
  static const auto* const kShipped =
      new absl::StatusOr<DuplicateScorer>(Of(DuplicateWeightsText()));
  return *kShipped;
}

DuplicateScorer::Score DuplicateScorer::ScoreOf(const v1::Patient& one,
                                                const v1::Patient& other) const {
  Score score;
  score.reasons = ReasonsOf(one, other);
  for (const auto reason : score.reasons) score.points += PointsOf(reason);
  return score;
}

}  // namespace midstance::patients
