#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "support/schema.h"

namespace midstance {

// The only form in which a message may be logged: one line of text format without its sensitive
// fields and without fields that this server does not know, cut after 2,000 bytes. Of a message
// that the schema does not know, its type alone.
std::string Redacted(const Schema& schema, const google::protobuf::Message& message);

}  // namespace midstance
