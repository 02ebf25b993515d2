#pragma once

#include <absl/status/status.h>

#include <string>
#include <vector>

namespace midstance::client {

// An error as a person reads it.
struct ErrorText {
  std::string what;                 // one sentence, without a full stop
  std::vector<std::string> fields;  // "path: what a right value looks like"
  std::string next;                 // what to do; empty when nothing helps
};

ErrorText Explain(const absl::Status& status);

// All of it as lines: "error: ...", "  field: ...", "hint: ...". Ends without a line break.
std::string ErrorLines(const absl::Status& status);

}  // namespace midstance::client
