#include "services/ledger/known.h"

#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/user.pb.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::ledger {

absl::StatusOr<std::set<std::string>> EverRaised(const storage::Reader& reader) {
  using Changed = storage::v1::ChangedResource;
  constexpr int kEntries = 1000;
  const std::string type(storage::TableOf<v1::Escalation>().resource_type);
  std::set<std::string> names;
  std::int64_t after = 0;
  while (true) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto entries, reader.JournalAfter(after, kEntries));
    for (const auto& entry : entries) {
      after = entry.change();
      for (const auto& changed : entry.resources()) {
        if (changed.kind() == Changed::KIND_CREATED && changed.type() == type) {
          names.insert(changed.name());
        }
      }
    }
    if (static_cast<int>(entries.size()) < kEntries) return names;
  }
}

absl::StatusOr<std::set<std::string>> PeopleOf(const storage::Reader& reader) {
  std::set<std::string> people;
  MIDSTANCE_RETURN_IF_ERROR(
      reader.ForEach<v1::User>({.deleted = storage::Deleted::kShow},
                               [&people](const v1::User& user) { people.insert(user.name()); }));
  return people;
}

}  // namespace midstance::ledger
