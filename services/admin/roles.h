#pragma once

#include <absl/status/status.h>

#include "midstance/v1/user.pb.h"

namespace midstance::admin {

// FIELD_INVALID unless the user's roles are roles of staff, each once.
absl::Status CheckRoles(const v1::User& user);

}  // namespace midstance::admin
