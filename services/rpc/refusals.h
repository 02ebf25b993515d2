#pragma once

#include <absl/status/status.h>

#include <cstdint>

#include "support/policy.h"

namespace midstance::rpc {

// What more than one step of the door refuses with, in the same words.

// OVERLOADED: a queue is full.
absl::Status Overloaded();
// DRAINING: the server stops.
absl::Status Draining();
// ROLE_REQUIRED: none of the caller's roles is one of the method's.
absl::Status RoleRequired(const MethodPolicy& policy);
// STEP_UP_REQUIRED: the method asks for the password, given recently.
absl::Status StepUpRequired();
// TOO_LARGE: the method takes no body of that size.
absl::Status TooLarge(const MethodPolicy& policy);

}  // namespace midstance::rpc
