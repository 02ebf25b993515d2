#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <string_view>
#include <vector>

#include "storage/filter_fields.h"
#include "storage/query.h"
#include "storage/table.h"

namespace midstance::storage {

// A condition written as in AIP-160, over the fields that `table` projects and create_time,
// update_time and name:
//
//   state = OPEN AND (due_time < "2026-03-01T00:00:00Z" OR urgency = EMERGENCY)
//   -assignee:"users/kim"
//
// AND, OR, NOT and "-" (OR binds closer than AND; terms side by side are ANDed), parentheses, = !=
// < <= > >= and ":", which means "begins with" for text and "is set" before "*". Text in quotes or
// as a bare word; enum values by name, with or without the enum's prefix; timestamps in RFC 3339;
// true and false. Folded fields compare without regard to case. A field that is not set equals
// nothing. Empty text: every row.
//
// FILTER_INVALID with the column (from 1) where the text goes wrong; the message repeats nothing of
// the text.
absl::StatusOr<Filter> ParseFilter(const TableSpec& table, std::string_view text);
// The same over any fields, for what is no table.
absl::StatusOr<Filter> ParseFilter(std::vector<FilterField> fields, std::string_view text);

// The values of a column of one row: none when it is not set; of several, any may match.
using ValuesOf = std::function<std::vector<Value>(std::string_view column)>;
// Whether the filter holds for a row, as a list of such rows would find.
bool Matches(const Filter& filter, const ValuesOf& values);

// "due_time desc, family_name": at most three fields, each once. ORDER_INVALID otherwise. Empty
// text: no order asked.
absl::StatusOr<std::vector<OrderBy>> ParseOrderBy(const TableSpec& table, std::string_view text);

}  // namespace midstance::storage
