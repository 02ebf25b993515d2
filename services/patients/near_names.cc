#include "services/patients/near_names.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>

#include "storage/tables/all.h"
#include "storage/tables/search_text.h"
#include "support/status.h"

namespace midstance::patients {
namespace {

using storage::PatientKey;

// Look-ups among words with letters left out, for one word typed.
constexpr int kMostSpellings = 120;
// Sorts behind what parts the words of a name and before every letter.
constexpr char kAfterWord = '!';

std::string_view NameIn(const storage::TermHit& hit) {
  return std::string_view(hit.term).substr(hit.term.rfind(storage::kTermPart) + 1);
}

std::string_view FirstWordIn(const storage::TermHit& hit) {
  const std::string_view name = NameIn(hit);
  return name.substr(0, name.find(' '));
}

class NearSearch {
 public:
  NearSearch(const storage::Reader& reader, const storage::PatientScope& scope, const Typed& typed,
             const std::string& word, int edits)
      : reader_(reader), scope_(scope), typed_(typed), word_(word), edits_(edits) {}

  absl::StatusOr<NearNames> Find(int enough) {
    const bool one = edits_ == 1;
    // All that one word finds at one edit fits equally well.
    const bool alike = one && typed_.words.size() == 1 && typed_.numbers.empty();
    for (const std::string& spelling :
         one ? storage::OneLeftOut(word_) : storage::TwoLeftOut(word_)) {
      MIDSTANCE_RETURN_IF_ERROR(
          LookAt(storage::PatientTerm(one ? PatientKey::kOneLeftOut : PatientKey::kTwoLeftOut,
                                      scope_, spelling + storage::kTermPart)));
      if (alike && static_cast<int>(found_.names.size()) >= enough) break;
    }
    return std::move(found_);
  }

 private:
  // Each entry of a spelling holds the name, beginning with the word that it is of.
  absl::Status LookAt(const std::string& spelling) {
    storage::TermQuery query{.term = spelling, .beginning = true, .limit = kFewEntries};
    while (++look_ups_ <= kMostSpellings) {
      MIDSTANCE_ASSIGN_OR_RETURN(const auto hits, reader_.FindByTerm<v1::Patient>(query));
      for (const auto& hit : hits) Keep(hit);
      if (static_cast<int>(hits.size()) < kFewEntries) break;
      // On with the next word, however many have this one.
      const std::string word(FirstWordIn(hits.back()));
      const int distance = DistanceOf(word);
      if (distance > 0 && distance <= edits_) found_.popular.emplace(distance, word);
      query.after = query.term + word + kAfterWord;
    }
    return absl::OkStatus();
  }

  void Keep(const storage::TermHit& hit) {
    const int distance = DistanceOf(FirstWordIn(hit));
    if (distance == 0 || distance > edits_) return;
    const auto fit = typed_.words.size() == 1
                         ? std::optional<Fit>({v1::PatientMatch::KIND_SIMILAR_NAME, distance})
                         : NameFit(typed_.words, WordsIn(hit));
    if (!fit.has_value()) return;
    found_.names.try_emplace({distance, fit->edits, std::string(NameIn(hit)), hit.name}, *fit);
  }

  int DistanceOf(std::string_view word) {
    const auto known = distances_.find(word);
    if (known != distances_.end()) return known->second;
    const int distance = storage::EditDistance(word_, word, edits_);
    distances_.emplace(word, distance);
    return distance;
  }

  const storage::Reader& reader_;
  const storage::PatientScope& scope_;
  const Typed& typed_;
  const std::string& word_;
  const int edits_;
  int look_ups_ = 0;
  std::map<std::string, int, std::less<>> distances_;
  NearNames found_;
};

}  // namespace

std::vector<std::string> WordsIn(const storage::TermHit& hit) {
  std::vector<std::string> words;
  std::string_view name = NameIn(hit);
  while (!name.empty()) {
    const std::size_t end = std::min(name.find(' '), name.size());
    words.emplace_back(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return words;
}

absl::StatusOr<NearNames> FindNearNames(const storage::Reader& reader,
                                        const storage::PatientScope& scope, const Typed& typed,
                                        const std::string& word, int edits, int enough) {
  return NearSearch(reader, scope, typed, word, edits).Find(enough);
}

}  // namespace midstance::patients
