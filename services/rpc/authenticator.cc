#include "services/rpc/authenticator.h"

#include <algorithm>
#include <array>
#include <utility>

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/admin_service.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "storage/tables/all.h"
#include "support/digest.h"
#include "support/names.h"

namespace midstance::rpc {
namespace {

constexpr std::string_view kSessionPrefix = "mst1_";
constexpr std::string_view kLinkPrefix = "mcl1_";
constexpr std::string_view kReplyPrefix = "mrl1_";
constexpr std::string_view kSessionCollection = "sessions/";
constexpr std::string_view kLinkCollection = "linkTokens/";
constexpr std::string_view kReplyCollection = "replyTokens/";
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kSecretLetters = 43;  // base64url of 32 bytes
constexpr std::size_t kRemembered = 20'000;

absl::Status Invalid() {
  return Error(v1::ERROR_REASON_CREDENTIALS_INVALID).Because("the credentials are not valid");
}

absl::Status SessionEnded() {
  return Error(v1::ERROR_REASON_SESSION_EXPIRED).Because("the session has ended");
}

std::string_view PrefixOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::kLink:
      return kLinkPrefix;
    case TokenKind::kReply:
      return kReplyPrefix;
    default:
      return kSessionPrefix;
  }
}

// What a row that is not there says about the caller. A row that cannot be read says nothing.
absl::Status Unless(const absl::Status& read, absl::Status refusal) {
  return ReasonOf(read) == v1::ERROR_REASON_RESOURCE_NOT_FOUND ? std::move(refusal) : read;
}

}  // namespace

std::string MakeToken(TokenKind kind, RandomSource& random) {
  std::array<char, kSecretBytes> secret{};
  random.Fill(secret.data(), secret.size());
  return std::string(PrefixOf(kind)) + Base64Url(std::string_view(secret.data(), secret.size()));
}

std::string TokenName(std::string_view token) {
  const auto collection = token.starts_with(kSessionPrefix) ? kSessionCollection
                          : token.starts_with(kLinkPrefix)  ? kLinkCollection
                          : token.starts_with(kReplyPrefix) ? kReplyCollection
                                                            : std::string_view();
  if (collection.empty() || token.size() != kSessionPrefix.size() + kSecretLetters) return {};
  return std::string(collection) + Hex(Sha256(token));
}

absl::Status ReplyLinkEnded() {
  return Error(v1::ERROR_REASON_LINK_EXPIRED).Because("the reply link has ended");
}

absl::Status ReplyLinkUsed() {
  return Error(v1::ERROR_REASON_LINK_EXPIRED).Because("the reply link was used: it serves once");
}

std::optional<absl::StatusOr<Principal>> Authenticator::Recall(std::string_view token, Instant now,
                                                               Use use) {
  const std::string name = TokenName(token);
  if (name.empty()) return Invalid();
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(name);
  if (found == known_.end() || found->second.outdated) return std::nullopt;
  return Check(found->second, now, use);
}

absl::StatusOr<Principal> Authenticator::Check(Known& known, Instant now, Use use) const {
  const bool link = !known.principal.link_case.empty();
  if (now >= known.principal.expires) {
    return Error(link ? v1::ERROR_REASON_LINK_EXPIRED : v1::ERROR_REASON_SESSION_EXPIRED)
        .Because(link ? "the check-in link has ended" : "the session has ended");
  }
  if (!link && now - known.last_used >= limits_.idle) {
    return Error(v1::ERROR_REASON_SESSION_EXPIRED).Because("the session was idle for too long");
  }
  if (use == Use::kCounts) known.last_used = std::max(known.last_used, now);
  return known.principal;
}

absl::StatusOr<Principal> Authenticator::Authenticate(std::string_view token, Instant now,
                                                      Use use) {
  const std::string name = TokenName(token);
  if (name.empty()) return Invalid();
  if (name.starts_with(kReplyCollection)) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto principal, LookUpReplyLink(name));
    if (now >= principal.expires) return ReplyLinkEnded();
    return principal;
  }
  std::uint64_t forgotten = 0;
  {
    const std::lock_guard lock(mutex_);
    forgotten = forgotten_;
  }
  auto principal =
      name.starts_with(kSessionCollection) ? LookUpSession(name, now) : LookUpLink(name, now);
  if (!principal.ok()) return principal;
  Known known{*principal, now};
  const std::lock_guard lock(mutex_);
  const auto before = known_.find(name);
  if (before != known_.end()) known.last_used = before->second.last_used;
  auto checked = Check(known, now, use);
  if (!checked.ok() || forgotten != forgotten_) return checked;
  if (before != known_.end()) {
    before->second = std::move(known);
  } else {
    MakeRoom();
    known_.emplace(name, std::move(known));
  }
  return checked;
}

void Authenticator::MakeRoom() {
  if (known_.size() < kRemembered) return;
  known_.erase(std::min_element(known_.begin(), known_.end(), [](const auto& a, const auto& b) {
    return a.second.last_used < b.second.last_used;
  }));
}

absl::StatusOr<Principal> Authenticator::LookUpSession(const std::string& name, Instant) {
  auto where = store_.FindByGlobalKey(storage::TableOf<storage::v1::Session>(), name);
  if (!where.ok()) return std::move(where).status();
  if (where->first.empty()) return Invalid();
  Principal principal;
  const absl::Status read =
      store_.Read(where->first, [&](const storage::Reader& reader) -> absl::Status {
        const auto session = reader.Get<storage::v1::Session>(name);
        if (!session.ok()) return Unless(session.status(), Invalid());
        if (session->has_revoke_time()) return SessionEnded();
        const auto user = reader.Get<v1::User>(session->user());
        if (!user.ok()) return Unless(user.status(), SessionEnded());
        if (user->disabled()) return SessionEnded();
        principal.name = user->name();
        principal.clinic = reader.clinic();
        for (const int role : user->roles())
          principal.roles.Add(static_cast<options::v1::Role>(role));
        principal.session = name;
        principal.expires = InstantOf(session->expire_time());
        if (session->has_proof_time()) principal.proof_time = InstantOf(session->proof_time());
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return principal;
}

absl::StatusOr<Principal> Authenticator::LookUpLink(const std::string& name, Instant) {
  auto where = store_.FindByGlobalKey(storage::TableOf<storage::v1::LinkToken>(), name);
  if (!where.ok()) return std::move(where).status();
  if (where->first.empty()) return Invalid();
  Principal principal;
  const absl::Status read =
      store_.Read(where->first, [&](const storage::Reader& reader) -> absl::Status {
        const auto token = reader.Get<storage::v1::LinkToken>(name);
        if (!token.ok()) return Unless(token.status(), Invalid());
        const auto link = reader.Get<v1::CheckInLink>(token->link());
        if (!link.ok()) return Unless(link.status(), Invalid());
        if (link->has_revoke_time()) {
          return Error(v1::ERROR_REASON_LINK_EXPIRED).Because("the check-in link has ended");
        }
        MIDSTANCE_ASSIGN_OR_RETURN(const auto parsed, ResourceName::Parse(link->name()));
        principal.name = link->name();
        principal.clinic = reader.clinic();
        principal.roles = {options::v1::ROLE_CHECK_IN_LINK};
        principal.session = name;
        principal.link_case = parsed.case_name();
        principal.expires = InstantOf(link->expire_time());
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return principal;
}

absl::StatusOr<Principal> Authenticator::LookUpReplyLink(const std::string& name) const {
  auto where = store_.FindByGlobalKey(storage::TableOf<storage::v1::ReplyToken>(), name);
  if (!where.ok()) return std::move(where).status();
  if (where->first.empty()) return Invalid();
  Principal principal;
  const absl::Status read =
      store_.Read(where->first, [&](const storage::Reader& reader) -> absl::Status {
        const auto token = reader.Get<storage::v1::ReplyToken>(name);
        if (!token.ok()) return Unless(token.status(), Invalid());
        if (token->has_revoke_time()) return ReplyLinkEnded();
        principal.name = token->referral();
        principal.clinic = reader.clinic();
        principal.roles = {options::v1::ROLE_REPLY_LINK};
        principal.session = name;
        principal.link_referral = token->referral();
        principal.link_used = token->has_use_time();
        principal.expires = InstantOf(token->expire_time());
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return principal;
}

void Authenticator::Forget(std::string_view session) {
  const std::lock_guard lock(mutex_);
  ++forgotten_;
  known_.erase(std::string(session));
}

void Authenticator::ForgetPrincipal(std::string_view name) {
  const std::lock_guard lock(mutex_);
  ++forgotten_;
  for (auto& [session, known] : known_) {
    if (known.principal.name == name) known.outdated = true;
  }
}

}  // namespace midstance::rpc
