#include "services/rpc/admission.h"

#include <chrono>
#include <utility>

#include "services/rpc/authenticator.h"
#include "services/rpc/refusals.h"
#include "support/policy.h"
#include "support/status.h"

namespace midstance::rpc {
namespace {

using std::chrono::system_clock;

constexpr std::string_view kScheme = "Bearer ";
constexpr auto kGrace = std::chrono::seconds{5};  // clocks of two machines differ

absl::Status CheckDeadline(const MethodPolicy& policy,
                           const grpc::GenericCallbackServerContext& context) {
  const auto deadline = context.deadline();
  const auto most = policy.max_deadline;
  if (deadline == system_clock::time_point::max() ||
      deadline - system_clock::now() > most + kGrace) {
    return Error(v1::ERROR_REASON_DEADLINE_REQUIRED)
        .With("max_seconds", std::to_string(most.count()))
        .Because("the call needs a deadline of at most " + std::to_string(most.count()) +
                 " seconds");
  }
  if (deadline <= system_clock::now()) {
    return Error(v1::ERROR_REASON_DEADLINE_PASSED).Because("the deadline passed");
  }
  return absl::OkStatus();
}

// A link that serves once lets in after that for the same answer alone; whether it is the same is
// seen when the body is here.
absl::Status CheckUse(const MethodPolicy& policy, const Principal& principal) {
  if (!principal.link_used) return absl::OkStatus();
  return policy.writes && policy.Allows(options::v1::ROLE_REPLY_LINK) ? absl::OkStatus()
                                                                      : ReplyLinkUsed();
}

// The caller's role, and how recently she proved who she is.
absl::Status CheckCaller(const MethodPolicy& policy, Call& call) {
  call.acting = call.principal.roles.And(Roles::Of(policy.roles));
  if (call.acting.empty()) return RoleRequired(policy);
  if (policy.step_up && call.principal.proof_time < call.now - kProofLife) return StepUpRequired();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> BearerToken(const grpc::GenericCallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto [first, last] = metadata.equal_range("authorization");
  if (first == last) {
    return Error(v1::ERROR_REASON_CREDENTIALS_MISSING).Because("the call carries no credentials");
  }
  const std::string_view value(first->second.data(), first->second.size());
  if (std::next(first) != last || !value.starts_with(kScheme)) {
    return Error(v1::ERROR_REASON_CREDENTIALS_INVALID)
        .Because("the call needs exactly one 'authorization: Bearer' header");
  }
  return std::string(value.substr(kScheme.size()));
}

bool Expired(const grpc::GenericCallbackServerContext& context) {
  return context.IsCancelled() || context.deadline() <= system_clock::now();
}

void Admit(Door& door, const MethodPolicy& policy, grpc::GenericCallbackServerContext& context,
           Call& call, std::function<void(absl::Status)> then) {
  if (absl::Status deadline = CheckDeadline(policy, context); !deadline.ok())
    return then(std::move(deadline));
  if (policy.anyone()) {
    call.acting = {options::v1::ROLE_ANYONE};
    return then(absl::OkStatus());
  }
  auto token = BearerToken(context);
  if (!token.ok()) return then(std::move(token).status());
  auto& parts = door.parts();
  if (auto known = parts.authenticator.Recall(*token, call.now)) {
    if (!known->ok()) return then(std::move(*known).status());
    call.principal = *std::move(*known);
    return then(CheckCaller(policy, call));
  }
  auto look_up = [&door, &policy, &call, token = *std::move(token), then] {
    auto found = door.parts().authenticator.Authenticate(token, call.now);
    if (!found.ok()) return then(std::move(found).status());
    call.principal = *std::move(found);
    absl::Status usable = CheckUse(policy, call.principal);
    then(usable.ok() ? CheckCaller(policy, call) : std::move(usable));
  };
  if (!parts.pool.TryRun(Priority::kLastToShed, std::move(look_up))) {
    then(Overloaded());
  }
}

}  // namespace midstance::rpc
