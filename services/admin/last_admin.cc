#include "services/admin/last_admin.h"

#include <algorithm>

#include "midstance/storage/v1/records.pb.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::admin {
namespace {

bool Administers(const v1::User& user) {
  return !user.disabled() && std::find(user.roles().begin(), user.roles().end(),
                                       options::v1::ROLE_ADMIN) != user.roles().end();
}

absl::StatusOr<bool> AnotherAdministers(const storage::Reader& reader, const std::string& name) {
  storage::Query query;
  query.where = storage::Filter::Equal("disabled", std::int64_t{0});
  bool another = false;
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::User>(query, [&](const v1::User& user) {
    another = another || (user.name() != name && Administers(user));
  }));
  return another;
}

}  // namespace

absl::Status LeavesAnAdmin(const rpc::Call& call, storage::Writer& writer, const v1::User& before,
                           const v1::User& after, std::string_view field) {
  if (!Administers(before) || Administers(after)) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const bool another, AnotherAdministers(writer, before.name()));
  if (!another) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/User", before.name())
        .Field(field, "would leave the clinic without an active administrator; make another first")
        .Because("she is the clinic's last active administrator");
  }
  // What was read is true at the commit as well, because every such call moves this row.
  MIDSTANCE_ASSIGN_OR_RETURN(auto clinic,
                             writer.Get<storage::v1::Clinic>("clinics/" + writer.clinic()));
  return writer.Update(clinic, call.now);
}

}  // namespace midstance::admin
