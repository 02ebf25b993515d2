#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "storage/filter.h"
#include "storage/sql/filter_sql.h"

using midstance::storage::AllTables;
using midstance::storage::Query;
using midstance::storage::TableSpec;

// Whatever parses must make a statement.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const TableSpec& table = *AllTables()[data[0] % AllTables().size()];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  Query query;
  if (const auto filter = midstance::storage::ParseFilter(table, text); filter.ok())
    query.where = *filter;
  if (const auto order = midstance::storage::ParseOrderBy(table, text); order.ok())
    query.order = *order;
  if (!midstance::storage::sql::MakeList(table, "clinic", query, {}).ok()) std::abort();
  return 0;
}
