#pragma once

#include <absl/status/statusor.h>

#include <cstdint>

#include "services/admin/facts.h"
#include "services/rpc/authenticator.h"
#include "services/rpc/call.h"
#include "services/sessions/passwords.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class CreateUserRequest;
class DisableUserRequest;
class GetServerInfoRequest;
class GetUserRequest;
class ListAuditEntriesRequest;
class ListAuditEntriesResponse;
class ListUsersRequest;
class ListUsersResponse;
class ServerInfo;
class UpdateUserRequest;
class User;
class VerifyAuditTrailRequest;
class VerifyAuditTrailResponse;
}  // namespace midstance::v1

// The methods of AdminService; what each promises stands in the proto.
namespace midstance::admin {

struct CreateUser {
  const sessions::PasswordHasher& hasher;

  absl::StatusOr<v1::User> operator()(const rpc::Call& call, storage::Writer& writer,
                                      const v1::CreateUserRequest& request) const;
};

absl::StatusOr<v1::User> GetUser(const rpc::Call& call, const storage::Reader& reader,
                                 const v1::GetUserRequest& request);

struct ListUsers {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListUsersResponse> operator()(const rpc::Call& call,
                                                   const storage::Reader& reader,
                                                   const v1::ListUsersRequest& request) const;
};

struct UpdateUser {
  rpc::Authenticator& authenticator;

  absl::StatusOr<v1::User> operator()(const rpc::Call& call, storage::Writer& writer,
                                      const v1::UpdateUserRequest& request) const;
};

struct DisableUser {
  rpc::Authenticator& authenticator;

  absl::StatusOr<v1::User> operator()(const rpc::Call& call, storage::Writer& writer,
                                      const v1::DisableUserRequest& request) const;
};

struct ListAuditEntries {
  const TokenSealer& sealer;
  std::int64_t most = 20'000;  // entries looked at in one call

  absl::StatusOr<v1::ListAuditEntriesResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListAuditEntriesRequest& request) const;
};

struct VerifyAuditTrail {
  const TokenSealer& sealer;
  int most = 50'000;  // entries looked at in one call

  absl::StatusOr<v1::VerifyAuditTrailResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::VerifyAuditTrailRequest& request) const;
};

struct GetServerInfo {
  const ServerFacts& facts;

  absl::StatusOr<v1::ServerInfo> operator()(const rpc::Call& call, const storage::Reader& reader,
                                            const v1::GetServerInfoRequest& request) const;
};

}  // namespace midstance::admin
