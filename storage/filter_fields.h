#pragma once

#include <google/protobuf/descriptor.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/query.h"
#include "storage/table.h"

namespace midstance::storage {

// A field that filters and order_by may name, and how its values are written.
struct FilterField {
  enum class Kind { kText, kFoldedText, kTime, kBoolean, kEnum, kInteger, kReal };
  std::string_view name;    // in the API
  std::string_view column;  // in the table
  Kind kind;
  const google::protobuf::EnumDescriptor* enumeration = nullptr;

  // Only = and != make sense.
  bool unordered() const { return kind == Kind::kBoolean || kind == Kind::kEnum; }
  // Nothing when `text` is not a value of this field.
  std::optional<Value> Parse(std::string_view text) const;
  // "a timestamp such as 2026-03-01T00:00:00Z".
  std::string Wanted() const;
};

std::vector<FilterField> FieldsOf(const TableSpec& table);
const FilterField* FindField(const std::vector<FilterField>& fields, std::string_view name);
// "assignee, due_time, state", for messages.
std::string NamesOf(const std::vector<FilterField>& fields);

}  // namespace midstance::storage
