#include "storage/filter_fields.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <charconv>

#include "storage/fold.h"
#include "support/time.h"

namespace midstance::storage {
namespace {

using Kind = FilterField::Kind;

Kind KindOf(const Column& column) {
  if (column.enumeration != nullptr) return Kind::kEnum;
  if (column.time) return Kind::kTime;
  if (column.boolean) return Kind::kBoolean;
  if (column.type == ColumnType::kInteger) return Kind::kInteger;
  if (column.type == ColumnType::kReal) return Kind::kReal;
  return column.folded ? Kind::kFoldedText : Kind::kText;
}

// "STATE_" of STATE_UNSPECIFIED.
std::string_view PrefixOf(const google::protobuf::EnumDescriptor& enumeration) {
  constexpr std::string_view kZero = "UNSPECIFIED";
  const std::string_view zero = enumeration.value(0)->name();
  return zero.ends_with(kZero) ? zero.substr(0, zero.size() - kZero.size()) : std::string_view();
}

// "OPEN" of STATE_OPEN; "WATCH" of an enum whose values do not begin with its name.
std::string_view BareName(const google::protobuf::EnumDescriptor& enumeration, int index) {
  std::string_view name = enumeration.value(index)->name();
  const auto prefix = PrefixOf(enumeration);
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  return name;
}

template <class Number>
std::optional<Value> ParseNumber(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return Value(number);
}

std::optional<Value> ParseTime(std::string_view text) {
  google::protobuf::Timestamp time;
  if (!google::protobuf::util::TimeUtil::FromString(std::string(text), &time)) return std::nullopt;
  return MicrosOf(InstantOf(time));
}

std::optional<Value> ParseEnum(const google::protobuf::EnumDescriptor& enumeration,
                               std::string_view text) {
  const auto* found = enumeration.FindValueByName(std::string(text));
  if (found == nullptr)
    found = enumeration.FindValueByName(std::string(PrefixOf(enumeration)) + std::string(text));
  if (found == nullptr) return std::nullopt;
  return std::int64_t{found->number()};
}

}  // namespace

std::optional<Value> FilterField::Parse(std::string_view text) const {
  switch (kind) {
    case Kind::kText:
      return Value(std::string(text));
    case Kind::kFoldedText:
      return Value(Fold(text));
    case Kind::kTime:
      return ParseTime(text);
    case Kind::kBoolean:
      if (text == "true") return std::int64_t{1};
      if (text == "false") return std::int64_t{0};
      return std::nullopt;
    case Kind::kEnum:
      return ParseEnum(*enumeration, text);
    case Kind::kInteger:
      return ParseNumber<std::int64_t>(text);
    case Kind::kReal:
      return ParseNumber<double>(text);
  }
  return std::nullopt;
}

std::string FilterField::Wanted() const {
  switch (kind) {
    case Kind::kText:
    case Kind::kFoldedText:
      return "a text";
    case Kind::kTime:
      return "a timestamp such as 2026-03-01T00:00:00Z";
    case Kind::kBoolean:
      return "true or false";
    case Kind::kEnum: {
      std::string names;
      for (int i = 1; i < enumeration->value_count(); ++i) {
        names.append(i > 1 ? ", " : "one of ").append(BareName(*enumeration, i));
      }
      return names;
    }
    case Kind::kInteger:
      return "a whole number";
    case Kind::kReal:
      return "a number";
  }
  return {};
}

std::vector<FilterField> FieldsOf(const TableSpec& table) {
  std::vector<FilterField> fields = {{"create_time", "create_time", Kind::kTime},
                                     {"update_time", "update_time", Kind::kTime},
                                     {"name", "name", Kind::kText}};
  for (const Column& column : table.columns) {
    if (column.field.empty()) continue;
    fields.push_back({column.field, column.name, KindOf(column),
                      column.enumeration == nullptr ? nullptr : column.enumeration()});
  }
  return fields;
}

const FilterField* FindField(const std::vector<FilterField>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [name](const FilterField& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::string NamesOf(const std::vector<FilterField>& fields) {
  std::vector<std::string_view> names;
  for (const FilterField& field : fields) names.push_back(field.name);
  std::sort(names.begin(), names.end());
  std::string joined;
  for (const std::string_view name : names) joined.append(joined.empty() ? "" : ", ").append(name);
  return joined;
}

}  // namespace midstance::storage
