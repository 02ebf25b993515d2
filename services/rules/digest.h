#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace midstance::rules {

// SHA-256 of the message's deterministic bytes, 64 lower-case hex digits.
std::string Digest(const google::protobuf::Message& message);

}  // namespace midstance::rules
