#pragma once

#include <absl/status/status.h>

namespace midstance::client {

// How a program ends whose work ended so: 0 ok, 1 failed, 2 usage, 3 not allowed, 4 not found, 5
// unreachable.
int ExitCode(const absl::Status& status);

}  // namespace midstance::client
