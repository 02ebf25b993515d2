#pragma once

#include <google/protobuf/message.h>

#include "support/schema.h"

namespace midstance {

// Clears, however deep, every field that does not say AUDIENCE_PATIENT, and every field that this
// server does not know: what is left may go to who comes by a link. Clears a message that the
// schema does not know altogether.
void KeepForPatient(const Schema& schema, google::protobuf::Message& message);

}  // namespace midstance
