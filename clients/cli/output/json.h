#pragma once

#include <absl/status/status.h>
#include <google/protobuf/message.h>

#include <string>
#include <string_view>
#include <vector>

namespace midstance::cli {

// One object with the field names of the schema. Pretty: over several lines; otherwise one line.
// Ends with a line break.
std::string FormatJson(const google::protobuf::Message& message, bool pretty = true);
// An array of objects, one a line.
std::string FormatJsonArray(const std::vector<const google::protobuf::Message*>& messages);

// Reads an object with the schema's names or their camelCase form. INVALID_ARGUMENT says what is
// wrong; unknown fields are.
absl::Status ParseJson(std::string_view text, google::protobuf::Message& message);

}  // namespace midstance::cli
