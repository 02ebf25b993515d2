#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include <string_view>
#include <utility>

#include "support/status.h"

// Data that is built into the program: messages in text form. A server whose data is not right does
// not start.
namespace midstance {

// FAILED_PRECONDITION, with every line that is wrong, when `text` is no message of this kind.
// `name` says of which data.
absl::Status ReadDataText(std::string_view name, std::string_view text,
                          google::protobuf::Message& into);

template <class M>
absl::StatusOr<M> ParseDataText(std::string_view name, std::string_view text) {
  M message;
  MIDSTANCE_RETURN_IF_ERROR(ReadDataText(name, text, message));
  return message;
}

// For data that is needed from the first use on and has no other way to say that it is wrong: ends
// the process with the reason. A test reads each of them.
[[noreturn]] void EndForBadData(const absl::Status& wrong);

template <class T>
T RightOrEnd(absl::StatusOr<T> read) {
  if (!read.ok()) EndForBadData(read.status());
  return *std::move(read);
}

}  // namespace midstance
