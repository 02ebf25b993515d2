#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "midstance/v1/patient_service.pb.h"
#include "services/patients/near_names.h"
#include "services/patients/typed.h"
#include "services/patients/verbs.h"
#include "storage/fold.h"
#include "storage/tables/all.h"
#include "storage/tables/patient_terms.h"
#include "storage/tables/search_text.h"
#include "support/status.h"

namespace midstance::patients {
namespace {

using storage::PatientKey;
using storage::PatientScope;

constexpr int kDefaultMatches = 10;
constexpr int kMostMatches = 50;
// Entries of the index that one look-up reads at most, however many there are.
constexpr int kMostEntries = 200;

// Of words that begin with a space: that and the letter behind it.
std::string FirstLetterOf(const std::string& words) {
  std::size_t end = std::min<std::size_t>(2, words.size());
  while (end < words.size() && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) ++end;
  return words.substr(0, end);
}

// One search on one snapshot. Ways of looking are tried from the likeliest on, until there are
// enough matches; each way reads a bounded part of the index.
class Search {
 public:
  Search(const rpc::Call& call, const storage::Reader& reader, Typed typed, int want,
         bool show_archived)
      : reader_(reader),
        member_(call.care_team_of()),
        typed_(std::move(typed)),
        want_(want),
        show_archived_(show_archived) {}

  absl::Status Look() {
    MIDSTANCE_RETURN_IF_ERROR(LookAmong(false));
    return show_archived_ ? LookAmong(true) : absl::OkStatus();
  }
  bool found_none() const { return matches_.empty(); }

  v1::SearchPatientsResponse Take() {
    std::map<Place, v1::PatientMatch*> in_order;
    for (auto& [name, match] : matches_) in_order.emplace(PlaceOf(match), &match);
    v1::SearchPatientsResponse response;
    response.set_more(Enough());
    for (const auto& [place, match] : in_order) {
      if (response.matches_size() + 1 == want_) break;
      *response.add_matches() = std::move(*match);
    }
    return response;
  }

 private:
  absl::Status LookAmong(bool archived) {
    archived_ = archived;
    if (typed_.words.empty()) return ByNumbers();
    const std::size_t count = typed_.words.size();
    // Words that are typed whole lie beside each other in the index, in one of their orders.
    for (std::size_t first = 0; first < count && !Enough(); ++first) {
      MIDSTANCE_RETURN_IF_ERROR(ByName(storage::Rotated(typed_.words, first),
                                       typed_.numbers.empty() ? 2 * want_ : kMostEntries));
    }
    if (Enough()) return absl::OkStatus();
    if (count == 1) return BySimilarName(typed_.words[0]);
    MIDSTANCE_ASSIGN_OR_RETURN(const std::string rarest, ByRarestWord());
    return Enough() ? absl::OkStatus() : BySimilarName(rarest);
  }

  using Place = std::tuple<int, int, std::string, std::string, std::string>;
  static Place PlaceOf(const v1::PatientMatch& match) {
    const auto& patient = match.patient();
    return {match.kind(), match.edits(), storage::Fold(patient.family_name()),
            storage::Fold(patient.given_name()), patient.name()};
  }

  bool Enough() const { return static_cast<int>(matches_.size()) >= want_; }

  absl::StatusOr<std::vector<storage::TermHit>> Find(PatientKey key, const std::string& text,
                                                     int limit) const {
    return reader_.FindByTerm<v1::Patient>(
        {.term = storage::PatientTerm(key, PatientScope{member_, archived_}, text),
         .beginning = true,
         .limit = limit});
  }

  absl::Status ByName(const std::string& beginning, int limit) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto hits, Find(PatientKey::kName, beginning, limit));
    return ConsiderNames(hits);
  }

  // The entry's own text holds the whole name, so that only who fits is read.
  absl::Status ConsiderNames(const std::vector<storage::TermHit>& hits) {
    for (const auto& hit : hits) {
      if (Enough()) break;
      const auto fit = NameFit(typed_.words, WordsIn(hit));
      if (!fit.has_value()) continue;
      MIDSTANCE_RETURN_IF_ERROR(Consider(hit.name, typed_.numbers.empty() ? fit : std::nullopt));
    }
    return absl::OkStatus();
  }

  // Whoever fits has each of the words, or one that is near it: it is enough to look at those who
  // have one of the words, or one near that. Gives the word that was looked for.
  absl::StatusOr<std::string> ByRarestWord() {
    std::vector<std::string> words = typed_.words;
    std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
      return storage::LettersOf(a) > storage::LettersOf(b);
    });
    for (const std::string& word : words) {
      MIDSTANCE_ASSIGN_OR_RETURN(const auto hits, Find(PatientKey::kName, word, kFewEntries));
      if (static_cast<int>(hits.size()) == kFewEntries) continue;
      MIDSTANCE_RETURN_IF_ERROR(ConsiderNames(hits));
      return word;
    }
    MIDSTANCE_RETURN_IF_ERROR(ByName(words[0], kMostEntries));
    return words[0];
  }

  // By words that are as near as the one typed may be mistyped. Two edits, whose spellings are
  // many, are looked for only where nobody is nearer; among the few of one therapist at once.
  absl::Status BySimilarName(const std::string& typed) {
    const int allowed = storage::AllowedEdits(storage::LettersOf(typed));
    int looked_for = 0;
    NearNames near;
    for (int edits = 1; edits <= allowed && !Enough(); ++edits) {
      if (edits > 1 && !matches_.empty()) break;
      if (looked_for < edits) {
        looked_for = member_.empty() ? edits : allowed;
        MIDSTANCE_ASSIGN_OR_RETURN(near, FindNearNames(reader_, {member_, archived_}, typed_, typed,
                                                       looked_for, 2 * want_));
      }
      MIDSTANCE_RETURN_IF_ERROR(ConsiderNear(near, typed, edits));
    }
    return absl::OkStatus();
  }

  // Those whose word is exactly so many edits away.
  absl::Status ConsiderNear(const NearNames& near, const std::string& typed, int edits) {
    for (const auto& [place, fit] : near.names) {
      if (Enough()) break;
      if (place.edits != edits) continue;
      MIDSTANCE_RETURN_IF_ERROR(
          Consider(place.patient, typed_.numbers.empty() ? std::optional(fit) : std::nullopt));
    }
    for (const auto& [distance, word] : near.popular) {
      if (Enough()) break;
      if (distance != edits) continue;
      MIDSTANCE_RETURN_IF_ERROR(ByPopularWord(typed, word));
    }
    return absl::OkStatus();
  }

  // Of many who have a word that is meant, those who have what else was typed behind it, or what
  // begins as that does; the first of all only where nobody was found.
  absl::Status ByPopularWord(const std::string& typed, const std::string& word) {
    const auto at = std::find(typed_.words.begin(), typed_.words.end(), typed);
    const std::string behind =
        storage::Rotated(typed_.words, static_cast<std::size_t>(at - typed_.words.begin()))
            .substr(typed.size());
    if (!behind.empty()) {
      MIDSTANCE_RETURN_IF_ERROR(ByName(word + behind, kMostEntries));
      if (Enough()) return absl::OkStatus();
      MIDSTANCE_RETURN_IF_ERROR(ByName(word + FirstLetterOf(behind), kMostEntries));
      if (!matches_.empty()) return absl::OkStatus();
    }
    return ByName(word, kMostEntries);
  }

  absl::Status ByNumbers() {
    for (const std::string& number : typed_.numbers) {
      std::vector<std::pair<PatientKey, std::string>> keys = {
          {PatientKey::kIdentifier, storage::IdentifierKey(number)},
          {PatientKey::kEmail, storage::Fold(number)}};
      if (MayBeBirthDate(number)) keys.emplace_back(PatientKey::kBirthDate, number);
      if (MayBePhone(number)) keys.emplace_back(PatientKey::kPhone, storage::PhoneKey(number));
      for (const auto& [key, text] : keys) {
        MIDSTANCE_ASSIGN_OR_RETURN(const auto hits, Find(key, text, want_));
        for (const auto& hit : hits) MIDSTANCE_RETURN_IF_ERROR(Consider(hit.name));
        // None of the keys that follow fits better.
        if (Enough()) return absl::OkStatus();
      }
    }
    return absl::OkStatus();
  }

  // Reads the patient and keeps her when she fits and the caller reaches her. `fit`: how, where
  // that is known.
  absl::Status Consider(const std::string& name, std::optional<Fit> fit = std::nullopt) {
    if (!considered_.insert(name).second) return absl::OkStatus();
    MIDSTANCE_ASSIGN_OR_RETURN(v1::Patient patient, reader_.Get<v1::Patient>(name));
    if (!fit.has_value()) fit = FitOf(typed_, patient);
    if (!fit.has_value() || !Reaches(patient)) return absl::OkStatus();
    v1::PatientMatch match;
    match.set_kind(fit->kind);
    match.set_edits(fit->edits);
    if (!patient.merged_into().empty()) {
      match.set_merged_record(name);
      auto target = reader_.Get<v1::Patient>(patient.merged_into());
      if (ReasonOf(target.status()) == v1::ERROR_REASON_RESOURCE_NOT_FOUND) return absl::OkStatus();
      MIDSTANCE_RETURN_IF_ERROR(target.status());
      patient = *std::move(target);
      if (!Reaches(patient) || (patient.has_archive_time() && !show_archived_)) {
        return absl::OkStatus();
      }
    }
    const std::string found = patient.name();
    *match.mutable_patient() = std::move(patient);
    const auto [at, is_new] = matches_.try_emplace(found, std::move(match));
    if (!is_new && PlaceOf(match) < PlaceOf(at->second)) at->second = std::move(match);
    return absl::OkStatus();
  }

  bool Reaches(const v1::Patient& patient) const {
    const auto& team = patient.care_team();
    return member_.empty() || std::find(team.begin(), team.end(), member_) != team.end();
  }

  const storage::Reader& reader_;
  const std::string member_;
  const Typed typed_;
  const int want_;
  const bool show_archived_;
  bool archived_ = false;
  std::set<std::string> considered_;
  std::map<std::string, v1::PatientMatch> matches_;  // by the name of the patient
};

}  // namespace

absl::StatusOr<v1::SearchPatientsResponse> SearchPatients(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::SearchPatientsRequest& request) {
  const int asked = request.page_size() == 0 ? kDefaultMatches : request.page_size();
  // One more than is told tells whether there are more.
  const int want = std::min(asked, kMostMatches) + 1;
  Typed typed = ParseTyped(request.query());
  const bool mixed = !typed.words.empty() && !typed.numbers.empty();
  Search search(call, reader, std::move(typed), want, request.show_archived());
  MIDSTANCE_RETURN_IF_ERROR(search.Look());
  if (!mixed || !search.found_none()) return search.Take();
  // "TK 1234" is no name: one number.
  Search number(call, reader, {.words = {}, .numbers = {request.query()}}, want,
                request.show_archived());
  MIDSTANCE_RETURN_IF_ERROR(number.Look());
  return number.Take();
}

}  // namespace midstance::patients
