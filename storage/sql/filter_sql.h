#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "storage/query.h"
#include "storage/table.h"

namespace midstance::storage::sql {

// A SELECT with the values of its parameters in order.
struct ListText {
  std::string sql;  // -> version, data, name
  std::vector<Value> values;
};

// The sort key of the row that a page goes on after, in the order of Query::order; empty for a
// first page.
using SortKey = std::vector<Value>;

// The statement of a list. Asks for one row more than `query.limit`, which tells whether more
// follow. INTERNAL when the query names a column that the table does not have: texts of callers go
// through ParseFilter and ParseOrderBy first.
absl::StatusOr<ListText> MakeList(const TableSpec& table, const std::string& clinic,
                                  const Query& query, const SortKey& after);
// The statement that reads the sort key of `query.after_name`.
absl::StatusOr<ListText> MakeSortKey(const TableSpec& table, const std::string& clinic,
                                     const Query& query);

}  // namespace midstance::storage::sql
