#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/admin_service.pb.h"
#include "services/admin/roles.h"
#include "services/admin/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::admin {
namespace {

// Before the password is hashed, which takes long. A name taken in another clinic is found out at
// commit.
absl::Status NameIsFree(const storage::Reader& reader, const std::string& user_name) {
  storage::Query query;
  query.where = storage::Filter::Equal("user_name", user_name);
  query.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto found, reader.List<v1::User>(query));
  if (found.items.empty()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_RESOURCE_EXISTS)
      .On("midstance.v1/User", found.items.front().name())
      .Because("the user name is taken");
}

}  // namespace

absl::StatusOr<v1::User> CreateUser::operator()(const rpc::Call& call, storage::Writer& writer,
                                                const v1::CreateUserRequest& request) const {
  v1::User user = request.user();
  MIDSTANCE_RETURN_IF_ERROR(CheckRoles(user));
  MIDSTANCE_RETURN_IF_ERROR(NameIsFree(writer, user.user_name()));
  const std::string id = call.NewId();
  user.set_name(UserName(id).str());
  user.set_clinic(writer.clinic());
  storage::v1::Credential credential;
  credential.set_name("credentials/" + id);
  credential.set_user(user.name());
  credential.set_user_name(user.user_name());
  MIDSTANCE_ASSIGN_OR_RETURN(*credential.mutable_password_hash(), hasher.Hash(request.password()));
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(user, call.now));
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(credential, call.now));
  return user;
}

}  // namespace midstance::admin
