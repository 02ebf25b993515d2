#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "services/rpc/call.h"
#include "storage/store.h"

namespace midstance::rpc {

// How long sessions last.
struct SessionLimits {
  Duration idle = std::chrono::minutes{60};
  Duration absolute = std::chrono::hours{12};
};

// Which kind of secret a token is; its prefix says so.
enum class TokenKind { kSession, kLink };

// A new opaque token: prefix and 256 random bits in base64url.
std::string MakeToken(TokenKind kind, RandomSource& random);
// "sessions/{digest}" or "linkTokens/{digest}" for a well-formed token, else "". Only digests are
// stored.
std::string TokenName(std::string_view token);

// Tells who a bearer token belongs to. Sessions and links that were looked up are remembered, so
// that a call does not wait for the store; whoever ends a session or changes a user forgets them in
// the same commit. Thread-safe.
class Authenticator {
 public:
  Authenticator(storage::Store& store, SessionLimits limits) : store_(store), limits_(limits) {}

  // What is remembered about the token; nullopt: ask Authenticate.
  std::optional<absl::StatusOr<Principal>> Recall(std::string_view token, Instant now);
  // Looks the token up. CREDENTIALS_INVALID, SESSION_EXPIRED or LINK_EXPIRED. Reads the store.
  absl::StatusOr<Principal> Authenticate(std::string_view token, Instant now);

  // Nothing remembered about this session ("sessions/..." or "linkTokens/...") is used any more.
  void Forget(std::string_view session);
  // The same for every session of the principal (a user or a link).
  void ForgetPrincipal(std::string_view name);

  const SessionLimits& limits() const { return limits_; }

 private:
  struct Known {
    Principal principal;
    Instant last_used;
  };
  absl::StatusOr<Principal> LookUpSession(const std::string& name, Instant now);
  absl::StatusOr<Principal> LookUpLink(const std::string& name, Instant now);
  absl::StatusOr<Principal> Check(Known& known, Instant now) const;

  storage::Store& store_;
  const SessionLimits limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, Known> known_;  // by session name
  std::uint64_t forgotten_ = 0;  // counts Forget*: a look-up that overlapped one is not remembered
};

}  // namespace midstance::rpc
