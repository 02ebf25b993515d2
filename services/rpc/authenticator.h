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
enum class TokenKind { kSession, kLink, kReply };

// A new opaque token: prefix and 256 random bits in base64url.
std::string MakeToken(TokenKind kind, RandomSource& random);
// "sessions/{digest}", "linkTokens/{digest}" or "replyTokens/{digest}" for a well-formed token,
// else
// "". Only digests are stored.
std::string TokenName(std::string_view token);

// For how long a password that was given lets call what asks for it. OWASP ASVS 5.0, 7.5, asks that
// who does what is sensitive is authenticated again; how recently is a house value.
inline constexpr Duration kProofLife = std::chrono::minutes{5};

// LINK_EXPIRED: what a reply link is refused with that has ended, or that was answered by.
absl::Status ReplyLinkEnded();
absl::Status ReplyLinkUsed();

// Tells who a bearer token belongs to. Sessions and check-in links that were looked up are
// remembered, so that a call does not wait for the store; whoever ends a session or changes a user
// forgets them in the same commit. Reply links, which serve once, are looked up each time.
// Thread-safe.
class Authenticator {
 public:
  Authenticator(storage::Store& store, SessionLimits limits) : store_(store), limits_(limits) {}

  // Whether a session counts as used by being looked at: a call is a use, an open stream is not.
  enum class Use { kCounts, kDoesNotCount };

  // What is remembered about the token; nullopt: ask Authenticate.
  std::optional<absl::StatusOr<Principal>> Recall(std::string_view token, Instant now,
                                                  Use use = Use::kCounts);
  // Looks the token up. CREDENTIALS_INVALID, SESSION_EXPIRED or LINK_EXPIRED. Reads the store. Of a
  // session that nothing is remembered about, as after a restart, this is the first use. A reply
  // link that was answered by is still known until it ends: the same answer may come again.
  absl::StatusOr<Principal> Authenticate(std::string_view token, Instant now,
                                         Use use = Use::kCounts);

  // Nothing remembered about this session ("sessions/..." or "linkTokens/...") is used any more.
  void Forget(std::string_view session);
  // Every session of the principal (a user or a link) is looked up again; when it was used last
  // stays known.
  void ForgetPrincipal(std::string_view name);

  const SessionLimits& limits() const { return limits_; }

 private:
  struct Known {
    Principal principal;
    Instant last_used;
    bool outdated = false;  // but for when it was used
  };
  absl::StatusOr<Principal> LookUpSession(const std::string& name, Instant now);
  absl::StatusOr<Principal> LookUpLink(const std::string& name, Instant now);
  absl::StatusOr<Principal> LookUpReplyLink(const std::string& name) const;
  absl::StatusOr<Principal> Check(Known& known, Instant now, Use use) const;
  // Under the lock.
  void MakeRoom();

  storage::Store& store_;
  const SessionLimits limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, Known> known_;  // by session name
  std::uint64_t forgotten_ = 0;  // counts Forget*: a look-up that overlapped one is not remembered
};

}  // namespace midstance::rpc
