#pragma once

#include <grpcpp/generic/async_generic_service.h>

#include <functional>
#include <string>

#include "services/rpc/call.h"
#include "services/rpc/door.h"

namespace midstance::rpc {

// Steps 3 to 5 of the door. `then` gets OK with `call` filled in, or the refusal; at once when the
// token is remembered, else from the pool. `call` stays alive until then; `context` is read before
// this returns.
void Admit(Door& door, const MethodPolicy& policy, grpc::GenericCallbackServerContext& context,
           Call& call, std::function<void(absl::Status)> then);

// The token of the call's one "authorization: Bearer" header.
absl::StatusOr<std::string> BearerToken(const grpc::GenericCallbackServerContext& context);

// Has the caller's deadline passed, or did it go away?
bool Expired(const grpc::GenericCallbackServerContext& context);

}  // namespace midstance::rpc
