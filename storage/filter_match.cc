#include <algorithm>
#include <concepts>
#include <functional>
#include <string>
#include <type_traits>
#include <variant>

#include "storage/filter.h"

namespace midstance::storage {
namespace {

// Of two values of one type; a blob comes neither before nor after another.
template <class Before>
bool Ordered(const Value& one, const Value& other, Before before) {
  return std::visit(
      [&]<class A, class B>(const A& a, const B& b) {
        if constexpr (std::is_same_v<A, B> && std::totally_ordered<A>) {
          return before(a, b);
        } else {
          return false;
        }
      },
      one, other);
}

bool Holds(const Filter& filter, const Value& value) {
  switch (filter.op) {
    case Filter::Op::kLess:
      return Ordered(value, filter.value, std::less<>());
    case Filter::Op::kLessOrEqual:
      return Ordered(value, filter.value, std::less_equal<>());
    case Filter::Op::kGreater:
      return Ordered(value, filter.value, std::greater<>());
    case Filter::Op::kGreaterOrEqual:
      return Ordered(value, filter.value, std::greater_equal<>());
    case Filter::Op::kHas:
      if (const auto* prefix = std::get_if<std::string>(&filter.value)) {
        const auto* text = std::get_if<std::string>(&value);
        return text != nullptr && text->starts_with(*prefix);
      }
      return value == filter.value;
    default:
      return value == filter.value;
  }
}

bool Compare(const Filter& filter, const std::vector<Value>& values) {
  if (std::holds_alternative<std::monostate>(filter.value)) {
    const bool wants_any = filter.op == Filter::Op::kHas || filter.op == Filter::Op::kNotEqual;
    return values.empty() != wants_any;
  }
  const bool any = std::any_of(values.begin(), values.end(),
                               [&](const Value& value) { return Holds(filter, value); });
  return filter.op == Filter::Op::kNotEqual ? !any : any;
}

}  // namespace

bool Matches(const Filter& filter, const ValuesOf& values) {
  const auto matches = [&](const Filter& inner) { return Matches(inner, values); };
  switch (filter.op) {
    case Filter::Op::kAll:
      return std::all_of(filter.of.begin(), filter.of.end(), matches);
    case Filter::Op::kAny:
      return std::any_of(filter.of.begin(), filter.of.end(), matches);
    case Filter::Op::kNot:
      return !matches(filter.of.at(0));
    default:
      return Compare(filter, values(filter.column));
  }
}

}  // namespace midstance::storage
