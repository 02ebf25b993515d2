#include "services/rpc/staff.h"

#include <string>

#include "midstance/v1/user.pb.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::rpc {

absl::Status CheckStaff(const storage::Reader& reader, std::string_view user, std::string_view path,
                        google::rpc::BadRequest& violations) {
  const auto found = reader.Get<v1::User>(user);
  if (found.ok() && !found->disabled()) return absl::OkStatus();
  if (!found.ok() && ReasonOf(found.status()) != v1::ERROR_REASON_RESOURCE_NOT_FOUND) {
    return found.status();
  }
  AddViolation(violations, std::string(path), "must be a user of the clinic who is not disabled");
  return absl::OkStatus();
}

}  // namespace midstance::rpc
