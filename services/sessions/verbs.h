#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "services/rpc/audit.h"
#include "services/rpc/authenticator.h"
#include "services/rpc/call.h"
#include "services/rpc/ids.h"
#include "services/sessions/passwords.h"
#include "services/sessions/throttle.h"
#include "storage/store.h"

namespace midstance::v1 {
class ConfirmPasswordRequest;
class ConfirmPasswordResponse;
class GetSelfRequest;
class Self;
class SignInRequest;
class SignInResponse;
class SignOutRequest;
class SignOutResponse;
}  // namespace midstance::v1

// The methods of SessionService; what each promises stands in the proto.
namespace midstance::sessions {

// Verifies the password of who signs in, which takes long, and finds the clinic; "" when there is
// no such user. An unknown user name costs a hash too, so that the time does not tell who exists.
// The principal's proof is the stored hash that the password fits; empty when it fits none.
struct WhoSignsIn {
  storage::Store& store;
  const PasswordHasher& hasher;
  SignInThrottle& throttle;

  absl::StatusOr<rpc::Principal> operator()(const rpc::Call& call,
                                            const v1::SignInRequest& request) const;
};

struct SignIn {
  SignInThrottle& throttle;
  rpc::RandomSource& random;
  rpc::SessionLimits limits;
  rpc::AccessTrail& trail;

  absl::StatusOr<v1::SignInResponse> operator()(const rpc::Call& call, storage::Writer& writer,
                                                const v1::SignInRequest& request) const;
};

// Verifies the password of who is signed in. Her proof is the stored hash that the password fits;
// empty when it does not.
struct WhoConfirms {
  storage::Store& store;
  const PasswordHasher& hasher;
  SignInThrottle& throttle;

  absl::StatusOr<rpc::Principal> operator()(const rpc::Call& call,
                                            const v1::ConfirmPasswordRequest& request) const;
};

struct ConfirmPassword {
  SignInThrottle& throttle;
  rpc::Authenticator& authenticator;
  rpc::AccessTrail& trail;

  absl::StatusOr<v1::ConfirmPasswordResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::ConfirmPasswordRequest& request) const;
};

struct SignOut {
  rpc::Authenticator& authenticator;

  absl::StatusOr<v1::SignOutResponse> operator()(const rpc::Call& call, storage::Writer& writer,
                                                 const v1::SignOutRequest& request) const;
};

absl::StatusOr<v1::Self> GetSelf(const rpc::Call& call, const storage::Reader& reader,
                                 const v1::GetSelfRequest& request);

}  // namespace midstance::sessions
