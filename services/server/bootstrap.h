#pragma once

#include <string>

#include "services/rpc/ids.h"
#include "services/sessions/passwords.h"
#include "storage/store.h"

namespace midstance::server {

// A clinic and the user who will make the others.
struct FirstUser {
  std::string clinic;        // id, "harbour"
  std::string clinic_title;  // "Harbour Running Clinic"
  std::string user_name;     // sign-in name
  std::string password;      // 12 to 256 bytes
};

// Makes the clinic with its first user, who is an administrator. RESOURCE_EXISTS when the sign-in
// name is taken; FIELD_INVALID for a password of the wrong length.
absl::Status AddClinic(storage::Store& store, const sessions::PasswordHasher& hasher,
                       const FirstUser& first, Instant now, const rpc::Seed& seed);

}  // namespace midstance::server
