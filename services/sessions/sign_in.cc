#include <absl/strings/ascii.h>

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/session_service.pb.h"
#include "services/sessions/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::sessions {
namespace {

// The user when there is one of that name; an empty credential otherwise.
absl::StatusOr<storage::v1::Credential> CredentialOf(const storage::Reader& reader,
                                                     const std::string& user_name) {
  storage::Query query;
  query.where = storage::Filter::Equal("user_name", user_name);
  query.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(auto found, reader.List<storage::v1::Credential>(query));
  return found.items.empty() ? storage::v1::Credential() : std::move(found.items.front());
}

std::string Folded(const std::string& user_name) { return absl::AsciiStrToLower(user_name); }

}  // namespace

absl::StatusOr<rpc::Principal> WhoSignsIn::operator()(const rpc::Call& call,
                                                      const v1::SignInRequest& request) const {
  const std::string user_name = Folded(request.user_name());
  MIDSTANCE_RETURN_IF_ERROR(throttle.Try(user_name, call.now));
  rpc::Principal who;
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto found,
      store.FindByGlobalKey(storage::TableOf<storage::v1::Credential>(), user_name));
  who.clinic = found.first;
  storage::v1::Credential credential;
  if (!who.clinic.empty()) {
    MIDSTANCE_RETURN_IF_ERROR(store.Read(who.clinic, [&](const storage::Reader& reader) {
      MIDSTANCE_ASSIGN_OR_RETURN(credential, CredentialOf(reader, user_name));
      return absl::OkStatus();
    }));
  }
  const bool known = !credential.user().empty();
  const std::string& hash = known ? credential.password_hash() : hasher.nobody();
  if (hasher.Verify(hash, request.password()) && known) who.proof = hash;
  return who;
}

absl::StatusOr<v1::SignInResponse> SignIn::operator()(const rpc::Call& call,
                                                      storage::Writer& writer,
                                                      const v1::SignInRequest& request) const {
  const std::string user_name = Folded(request.user_name());
  MIDSTANCE_ASSIGN_OR_RETURN(const auto credential, CredentialOf(writer, user_name));
  const bool known = !credential.user().empty();
  // It may have been changed since the password was verified.
  const bool right = known && call.principal.proof == credential.password_hash();
  const auto user = writer.Get<v1::User>(credential.user());
  if (!known || !right || !user.ok() || user->disabled()) {
    if (known) trail.Refused(call, ReasonName(v1::ERROR_REASON_CREDENTIALS_INVALID));
    return Error(v1::ERROR_REASON_CREDENTIALS_INVALID)
        .Because("the user name or the password is not right");
  }
  v1::SignInResponse response;
  response.set_session_token(rpc::MakeToken(rpc::TokenKind::kSession, random));
  *response.mutable_expire_time() = TimestampOf(call.now + limits.absolute);
  *response.mutable_user() = *user;
  storage::v1::Session session;
  session.set_name(rpc::TokenName(response.session_token()));
  session.set_user(user->name());
  *session.mutable_expire_time() = response.expire_time();
  *session.mutable_proof_time() = TimestampOf(call.now);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(session, call.now));
  writer.AfterCommit([&throttle = throttle, user_name] { throttle.Succeeded(user_name); });
  return response;
}

}  // namespace midstance::sessions
