#pragma once

#include <absl/status/statusor.h>

#include <compare>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/patients/typed.h"
#include "storage/store.h"
#include "storage/tables/patient_terms.h"

// Who has a name that is near a word that somebody typed, as the index knows it.
namespace midstance::patients {

// Entries that are read of one word, to see whether it has more.
inline constexpr int kFewEntries = 20;

struct NearNames {
  struct Place {
    int edits;      // of the word
    int all_edits;  // of all that was typed
    std::string name;
    std::string patient;
    auto operator<=>(const Place&) const = default;
  };
  std::map<Place, Fit> names;
  // Words with their edits that more patients have than were looked at.
  std::set<std::pair<int, std::string>> popular;
};

// The words of the name that an entry holds.
std::vector<std::string> WordsIn(const storage::TermHit& hit);

// Those to whom all fits and of whose names one is at most so many edits away from `word`, which is
// one of the words typed, and not the word itself. Reads a bounded part of the index, and no more
// once `enough` were found that nobody fits better.
absl::StatusOr<NearNames> FindNearNames(const storage::Reader& reader,
                                        const storage::PatientScope& scope, const Typed& typed,
                                        const std::string& word, int edits, int enough);

}  // namespace midstance::patients
