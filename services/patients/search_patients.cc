#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "midstance/v1/patient_service.pb.h"
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
// Words that are near that are looked at, at most, and entries by which they are looked for.
constexpr std::size_t kMostNear = 100;
constexpr int kEntriesAtOnce = 20;

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
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
    std::string whole;
    for (const std::string& word : typed_.words)
      whole.append(whole.empty() ? "" : " ").append(word);
    const bool alone = typed_.words.size() == 1 && typed_.numbers.empty();
    MIDSTANCE_RETURN_IF_ERROR(ByName(whole, alone ? 2 * want_ : kMostEntries));
    if (Enough()) return absl::OkStatus();
    if (typed_.words.size() > 1) MIDSTANCE_RETURN_IF_ERROR(ByName(typed_.longest(), kMostEntries));
    return Enough() ? absl::OkStatus() : BySimilarName();
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

  // The entry's own text holds the whole name, so that only who fits is read.
  absl::Status ByName(const std::string& beginning, int limit) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto hits, Find(PatientKey::kName, beginning, limit));
    for (const auto& hit : hits) {
      const auto words =
          Split(std::string_view(hit.term).substr(hit.term.find(storage::kTermPart) + 1));
      const auto fit = NameFit(typed_.words, words);
      if (!fit.has_value()) continue;
      MIDSTANCE_RETURN_IF_ERROR(Consider(hit.name, typed_.numbers.empty() ? fit : std::nullopt));
      if (Enough()) break;
    }
    return absl::OkStatus();
  }

  // By words that are as near as the longest one may be mistyped, the nearest first. Two edits,
  // whose spellings are many, are looked for only where nobody is nearer.
  absl::Status BySimilarName() {
    const std::string& typed = typed_.longest();
    const int allowed = storage::AllowedEdits(storage::LettersOf(typed));
    for (int edits = 1; edits <= allowed; ++edits) {
      MIDSTANCE_ASSIGN_OR_RETURN(const auto near, WordsNear(typed, edits));
      for (const auto& [distance, word] : near) {
        MIDSTANCE_RETURN_IF_ERROR(ByName(word, kMostEntries));
        if (Enough()) break;
      }
      if (!matches_.empty()) break;
    }
    return absl::OkStatus();
  }

  // Two words that are so many edits apart have a spelling with so many letters left out in common.
  static std::vector<std::string> SpellingsOf(const std::string& typed, int left_out) {
    std::vector<std::string> spellings = storage::Deletions(typed);
    std::size_t most = 0;
    for (const std::string& text : spellings) most = std::max(most, storage::LettersOf(text));
    std::erase_if(spellings, [&](const std::string& text) {
      return storage::LettersOf(text) + static_cast<std::size_t>(left_out) < most;
    });
    return spellings;
  }

  // Left-out spellings are kept once for the clinic; each entry holds the word that it is of.
  absl::StatusOr<std::set<std::pair<int, std::string>>> WordsNear(const std::string& typed,
                                                                  int allowed) const {
    std::set<std::pair<int, std::string>> near;
    for (const std::string& text : SpellingsOf(typed, allowed)) {
      storage::TermQuery query;
      query.term = storage::PatientTerm(PatientKey::kDeletion, PatientScope{.archived = archived_},
                                        text + storage::kTermPart);
      query.beginning = true;
      query.limit = kEntriesAtOnce;
      do {
        MIDSTANCE_ASSIGN_OR_RETURN(const auto hits, reader_.FindByTerm<v1::Patient>(query));
        std::string before;
        for (const auto& hit : hits) {
          std::string word = hit.term.substr(hit.term.rfind(storage::kTermPart) + 1);
          if (word == before) continue;
          const int edits = storage::EditDistance(typed, word, allowed);
          if (edits <= allowed) near.emplace(edits, word);
          before = std::move(word);
        }
        // Many have one name: on with the next word.
        const bool full = static_cast<int>(hits.size()) == kEntriesAtOnce;
        query.after = full ? hits.back().term : std::string();
      } while (!query.after.empty() && near.size() < kMostNear);
    }
    return near;
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
    const auto [at, is_new] = matches_.try_emplace(found, match);
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
