#include "support/field_checks.h"

#include <re2/re2.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "support/names.h"
#include "support/text.h"

namespace midstance {

using google::protobuf::EnumDescriptor;

namespace {

constexpr auto kGrace = std::chrono::minutes(5);
constexpr std::int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z
constexpr std::int64_t kMostDurationSeconds = 315'576'000'000;
constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

std::string Number(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.12g", value);
  return text;
}

std::string RangeText(const FieldPlan& field) {
  if (std::isinf(field.at_most)) return "must be at least " + Number(field.at_least);
  if (std::isinf(field.at_least)) return "must be at most " + Number(field.at_most);
  return "must be between " + Number(field.at_least) + " and " + Number(field.at_most);
}

std::string ChoicesText(const EnumDescriptor& type) {
  constexpr int kMostListed = 12;
  std::string text = "must be a declared value of " + type.name();
  if (type.value_count() > kMostListed) return text;
  text = "must be one of ";
  bool first = true;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    if (!first) text += ", ";
    text += type.value(i)->name();
    first = false;
  }
  return text;
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  bool only_zeros = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return false;
      continue;
    }
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    only_zeros &= c == '0';
  }
  return !only_zeros;
}

bool IsNamed(const FieldPlan& field, std::string_view text) {
  if (const auto name = ResourceName::Parse(text); name.ok()) {
    return !field.named_kind.has_value() || *field.named_kind == name->kind();
  }
  if (!field.wildcard_allowed) return false;
  const auto parent = ParseParent(text);
  return parent.ok() && (!field.named_kind.has_value() || *field.named_kind == parent->kind());
}

}  // namespace

std::string TextComplaint(const FieldPlan& field, std::string_view text) {
  const TextProblem problem = CheckText(text, field.multiline, field.max_length);
  if (problem == TextProblem::kTooLong) {
    return "must have at most " + std::to_string(field.max_length) + " characters";
  }
  if (problem != TextProblem::kNone) return std::string(Describe(problem));
  if (field.uuid && !IsUuid(text)) return "must be a UUID in lower case, not all zeros";
  if (field.pattern != nullptr &&
      !re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *field.pattern)) {
    return field.pattern_says;
  }
  if (field.names_resource && !IsNamed(field, text)) {
    return field.named_kind.has_value()
               ? "must be a name like " + std::string(PatternOf(*field.named_kind))
               : "must be the name of a resource";
  }
  return {};
}

std::string BytesComplaint(const FieldPlan& field, std::string_view bytes) {
  if (bytes.size() <= field.max_length) return {};
  return "must have at most " + std::to_string(field.max_length) + " bytes";
}

std::string EnumComplaint(const FieldPlan& field, int value) {
  const EnumDescriptor& type = *field.field->enum_type();
  const bool declared = value > 0 && value < 64 ? (field.low_values >> value & 1) != 0
                                                : type.FindValueByNumber(value) != nullptr;
  return declared && value != 0 ? std::string() : ChoicesText(type);
}

std::string NumberComplaint(const FieldPlan& field, double value) {
  if (!std::isfinite(value)) return "must be a finite number";
  return value < field.at_least || value > field.at_most ? RangeText(field) : std::string();
}

std::string TimeComplaint(const FieldPlan& field, std::int64_t seconds, std::int64_t nanos,
                          Instant now) {
  if (seconds < kFirstSecond || seconds > kLastSecond || nanos < 0 || nanos >= kNanosPerSecond) {
    return "must be a time between the years 1 and 9999";
  }
  const Instant at{std::chrono::seconds(seconds) + std::chrono::microseconds(nanos / 1000)};
  if (!field.future_allowed && at > now + kGrace) {
    return "must not be later than the time of the call";
  }
  if (field.not_before_days != 0 && at < now - std::chrono::days(field.not_before_days)) {
    return "must not be more than " + std::to_string(field.not_before_days) +
           " days before the time of the call";
  }
  return {};
}

std::string DurationComplaint(std::int64_t seconds, std::int64_t nanos) {
  const bool one_sign = (seconds >= 0 && nanos >= 0) || (seconds <= 0 && nanos <= 0);
  const bool within = seconds >= -kMostDurationSeconds && seconds <= kMostDurationSeconds &&
                      nanos > -kNanosPerSecond && nanos < kNanosPerSecond;
  return one_sign && within ? std::string() : "must be a duration of at most 10,000 years";
}

}  // namespace midstance
