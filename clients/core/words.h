#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/generated_enum_reflection.h>
#include <google/protobuf/timestamp.pb.h>

#include <string>
#include <string_view>

#include "midstance/rules/v1/rule_set.pb.h"
#include "midstance/v1/clinical.pb.h"
#include "support/time.h"

namespace midstance::client {

// "ON_HOLD" for STATE_ON_HOLD of an enum State; empty for the unspecified value.
std::string EnumWord(const google::protobuf::EnumDescriptor& type, int value);
// The other way, in any case and with '-' for '_'. INVALID_ARGUMENT lists the words there are.
absl::StatusOr<int> EnumValue(const google::protobuf::EnumDescriptor& type, std::string_view word);

template <class Enum>
std::string Word(Enum value) {
  return EnumWord(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}
template <class Enum>
absl::StatusOr<Enum> ParseWord(std::string_view word) {
  auto value = EnumValue(*google::protobuf::GetEnumDescriptor<Enum>(), word);
  if (!value.ok()) return value.status();
  return static_cast<Enum>(*value);
}

// "knee/left"; "whole patient" for an unset site.
std::string SiteWord(const v1::Site& site);
std::string SiteWord(const rules::v1::Site& site);
// INVALID_ARGUMENT unless "area/side", e.g. "lower-leg/not-told".
absl::StatusOr<v1::Site> ParseSite(std::string_view text);

// The text with its control characters made visible, but for line breaks: what others wrote moves
// no cursor and clears no screen. "\\x1b" for an escape.
std::string Printable(std::string_view text);

// "2026-11-23T06:41:00Z"; empty for an unset time.
std::string TimeWord(const google::protobuf::Timestamp& time);
std::string TimeWord(Instant time);
// The same, also without seconds, without the time of day (midnight), and with a blank for the 'T'.
// Always UTC. INVALID_ARGUMENT otherwise.
absl::StatusOr<google::protobuf::Timestamp> ParseTime(std::string_view text);

}  // namespace midstance::client
