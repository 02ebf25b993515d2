#include "services/rules/numbers.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>

namespace midstance::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A number that was come by: where, in what, as which field.
using Visit = std::function<void(const std::string&, Message&, const FieldDescriptor&)>;

bool IsNumber(const FieldDescriptor& field) {
  return !field.is_repeated() && (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE ||
                                  field.cpp_type() == FieldDescriptor::CPPTYPE_INT32);
}

double ValueAt(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  return field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE
             ? reflection.GetDouble(message, &field)
             : static_cast<double>(reflection.GetInt32(message, &field));
}

// "when.any_of[0]" and not "when.any_of.of[0]": lists of conditions and tests are told so
// elsewhere.
std::string PathTo(const std::string& path, const FieldDescriptor& field) {
  return field.is_repeated() && field.name() == "of" ? path : path + "." + field.name();
}

void Walk(const std::string& path, Message& message, const Visit& visit) {
  const auto& type = *message.GetDescriptor();
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const std::string at = PathTo(path, field);
    if (IsNumber(field)) {
      const bool is_whole = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32;
      if (!is_whole || reflection.GetInt32(message, &field) != 0) visit(at, message, field);
    } else if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (field.is_repeated()) {
      for (int k = 0; k < reflection.FieldSize(message, &field); ++k) {
        Walk(at + "[" + std::to_string(k) + "]",
             *reflection.MutableRepeatedMessage(&message, &field, k), visit);
      }
    } else if (reflection.HasField(message, &field)) {
      Walk(at, *reflection.MutableMessage(&message, &field), visit);
    }
  }
}

void WalkRule(v1::Rule& rule, const Visit& visit) {
  if (rule.has_when()) Walk("when", *rule.mutable_when(), visit);
  for (int i = 0; i < rule.upgrades_size(); ++i) {
    auto& upgrade = *rule.mutable_upgrades(i);
    if (!upgrade.has_when()) continue;
    Walk("upgrades[" + std::to_string(i) + "].when", *upgrade.mutable_when(), visit);
  }
}

bool IsInt32(double value) {
  return std::trunc(value) == value && value >= std::numeric_limits<std::int32_t>::min() &&
         value <= std::numeric_limits<std::int32_t>::max();
}

}  // namespace

std::vector<RuleNumber> NumbersOf(const v1::Rule& rule) {
  std::vector<RuleNumber> numbers;
  v1::Rule copy = rule;
  WalkRule(copy, [&](const std::string& path, const Message& in, const FieldDescriptor& field) {
    numbers.push_back({.path = path,
                       .value = ValueAt(in, field),
                       .whole = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32});
  });
  return numbers;
}

bool SetNumber(std::string_view path, double value, v1::Rule& rule) {
  bool is_set = false;
  if (!std::isfinite(value)) return is_set;
  WalkRule(rule, [&](const std::string& at, Message& in, const FieldDescriptor& field) {
    if (at != path) return;
    const auto& reflection = *in.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
      reflection.SetDouble(&in, &field, value);
      is_set = true;
    } else if (IsInt32(value)) {
      reflection.SetInt32(&in, &field, static_cast<std::int32_t>(value));
      is_set = true;
    }
  });
  return is_set;
}

}  // namespace midstance::rules
