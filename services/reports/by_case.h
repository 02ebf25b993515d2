#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "storage/store.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::reports {

// The records of one kind of one case.
template <class M>
struct OfCase {
  std::string name;
  std::vector<M> records;  // newest first
  std::string before;      // the record before these: going on after it meets the case again
};

// Gives what the query finds one case after the other, until `each` says that it has enough. Names
// of one case lie beside each other: no more than a case and a page of records is held.
template <class M>
absl::Status ForEachCase(const storage::Reader& reader, storage::Query query,
                         const std::function<absl::StatusOr<bool>(const OfCase<M>&)>& each) {
  constexpr int kRecordsOfAPage = 200;
  query.limit = kRecordsOfAPage;
  std::string last = query.after_name;
  OfCase<M> of;
  do {
    MIDSTANCE_ASSIGN_OR_RETURN(storage::Page<M> page, reader.List<M>(query));
    for (M& record : page.items) {
      MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(record.name()));
      if (name.case_name() != of.name) {
        if (!of.name.empty()) {
          MIDSTANCE_ASSIGN_OR_RETURN(const bool more, each(of));
          if (!more) return absl::OkStatus();
        }
        of = {.name = std::string(name.case_name()), .records = {}, .before = last};
      }
      last = record.name();
      of.records.push_back(std::move(record));
    }
    query.after_name = std::move(page.last_name);
  } while (!query.after_name.empty());
  return of.name.empty() ? absl::OkStatus() : each(of).status();
}

}  // namespace midstance::reports
