#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.h"
#include "support/names.h"
#include "support/status.h"
#include "support/time.h"

// A person may have several records: one, and those that were merged into it. Whatever the rules,
// the holds and the entry to running ask is asked about the person, from whichever record; what is
// found stays under the record's own name.
namespace midstance::cases {

struct Person {
  // Ids of her records: the one that stays, then those merged into it, in the order of its merges.
  // The same whichever of them was asked for; nearly always one.
  std::vector<std::string> records;
  // As the record that stays says, which keeps its fields when another is merged into it; nothing
  // where nobody knows.
  std::optional<Day> born;
  // Whether the record that was asked for is deleted.
  bool deleted = false;

  // The same for the same records and birth date only: what is remembered of several is not that of
  // one, nor what was reported at another age.
  std::string Key() const;
  bool Has(std::string_view patient_id) const;
};

// Whose record this is, deleted or not: one row read, two of a merged record. Inside a write that
// merges or parts records it is as they will be. RESOURCE_NOT_FOUND when there is no such patient.
absl::StatusOr<Person> PersonOf(const storage::Reader& reader, std::string_view patient_id);
// As it was at a moment of the past, by the merges that still hold.
absl::StatusOr<Person> PersonThen(const storage::Reader& reader, std::string_view patient_id,
                                  Instant then);

// Moves with every write of a row of any of her records: it is the sum of what only grows, so that
// of the same records the same number is the same state.
absl::StatusOr<std::int64_t> VersionOf(const storage::Reader& reader, const Person& person);

// Decides the unit on every record of hers: it is stale when one has moved. Of a person with one
// record nothing is added to what the unit's own writes guard.
absl::Status Guard(storage::Writer& writer, const Person& person);

// Every row below the cases of her records that the query finds.
template <class M>
absl::Status ForEachOf(const storage::Reader& reader, const Person& person, storage::Query query,
                       const std::function<void(M&)>& each) {
  for (const auto& record : person.records) {
    query.name_prefix = PatientName(record).str() + "/cases/";
    MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<M>(query, each));
  }
  return absl::OkStatus();
}

}  // namespace midstance::cases
