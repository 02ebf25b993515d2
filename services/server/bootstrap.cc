#include "services/server/bootstrap.h"

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/user.pb.h"
#include "storage/tables/all.h"
#include "support/names.h"

namespace midstance::server {
namespace {

constexpr std::size_t kShortestPassword = 12;
constexpr std::size_t kLongestPassword = 256;

}  // namespace

absl::Status AddClinic(storage::Store& store, const sessions::PasswordHasher& hasher,
                       const FirstUser& first, Instant now, const rpc::Seed& seed) {
  if (first.password.size() < kShortestPassword || first.password.size() > kLongestPassword) {
    return FieldInvalid("password", "has 12 to 256 bytes");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string hash, hasher.Hash(first.password));
  const std::string id = rpc::MakeId(now, seed, 0);
  const auto decide = [&](const storage::Reader& reader) -> absl::StatusOr<storage::WriteUnit> {
    storage::Writer writer(reader);
    storage::v1::Clinic clinic;
    clinic.set_name("clinics/" + first.clinic);
    clinic.set_display_name(first.clinic_title);
    MIDSTANCE_RETURN_IF_ERROR(writer.Insert(clinic, now));
    v1::User user;
    user.set_name(UserName(id).str());
    user.set_user_name(first.user_name);
    user.set_display_name(first.user_name);
    user.add_roles(options::v1::ROLE_ADMIN);
    user.set_clinic(first.clinic);
    MIDSTANCE_RETURN_IF_ERROR(writer.Insert(user, now));
    storage::v1::Credential credential;
    credential.set_name("credentials/" + id);
    credential.set_user(user.name());
    credential.set_user_name(first.user_name);
    credential.set_password_hash(hash);
    MIDSTANCE_RETURN_IF_ERROR(writer.Insert(credential, now));
    storage::WriteUnit unit = writer.Take();
    storage::v1::AuditRecord record;
    *record.mutable_time() = TimestampOf(now);
    record.set_actor("system");
    record.set_action("clinic.create");
    record.set_outcome("OK");
    for (const auto& mutation : unit.mutations) record.add_resources(mutation.name);
    unit.journal.set_record(record.SerializeAsString());
    unit.journal.set_time_micros(MicrosOf(now));
    return unit;
  };
  return store.Write(first.clinic, decide).status();
}

}  // namespace midstance::server
