#pragma once

#include <google/protobuf/message.h>

#include "support/schema.h"

namespace midstance {

// What the door does to a request before it checks it. Both leave a message that the schema does
// not know as it is.

// Clears OUTPUT_ONLY fields and fields that this server does not know, however deep: what a client
// may not set is as if it had not been sent.
void ClearOutputOnly(const Schema& schema, google::protobuf::Message& message);

// NFC for every text, however deep; first of all, because limits count the code points of the
// normalized text.
void NormalizeText(const Schema& schema, google::protobuf::Message& message);

}  // namespace midstance
