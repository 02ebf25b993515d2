#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/session_service.pb.h"
#include "services/sessions/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::sessions {
namespace {

// "credentials/{user id}" of "users/{user id}".
std::string CredentialName(const std::string& user) {
  return "credentials/" + user.substr(user.find('/') + 1);
}

}  // namespace

absl::StatusOr<rpc::Principal> WhoConfirms::operator()(
    const rpc::Call& call, const v1::ConfirmPasswordRequest& request) const {
  rpc::Principal who = call.principal;
  storage::v1::Credential credential;
  MIDSTANCE_RETURN_IF_ERROR(store.Read(who.clinic, [&](const storage::Reader& reader) {
    MIDSTANCE_ASSIGN_OR_RETURN(credential,
                               reader.Get<storage::v1::Credential>(CredentialName(who.name)));
    return absl::OkStatus();
  }));
  MIDSTANCE_RETURN_IF_ERROR(throttle.Try(credential.user_name(), call.now));
  if (hasher.Verify(credential.password_hash(), request.password())) {
    who.proof = credential.password_hash();
  }
  return who;
}

absl::StatusOr<v1::ConfirmPasswordResponse> ConfirmPassword::operator()(
    const rpc::Call& call, storage::Writer& writer, const v1::ConfirmPasswordRequest&) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto credential, writer.Get<storage::v1::Credential>(
                                                        CredentialName(call.principal.name)));
  // It may have been changed since the password was verified.
  if (call.principal.proof.empty() || call.principal.proof != credential.password_hash()) {
    trail.Refused(call, ReasonName(v1::ERROR_REASON_CREDENTIALS_INVALID));
    return Error(v1::ERROR_REASON_CREDENTIALS_INVALID).Because("the password is not right");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(auto session,
                             writer.Get<storage::v1::Session>(call.principal.session));
  *session.mutable_proof_time() = TimestampOf(call.now);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(session, call.now));
  writer.AfterCommit([&known = authenticator, &tries = throttle, name = session.name(),
                      user_name = credential.user_name()] {
    known.Forget(name);
    tries.Succeeded(user_name);
  });
  v1::ConfirmPasswordResponse response;
  *response.mutable_expire_time() = TimestampOf(call.now + rpc::kProofLife);
  return response;
}

}  // namespace midstance::sessions
