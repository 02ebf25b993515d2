#include "services/admin/roles.h"

#include <set>
#include <string>

#include "support/status.h"

namespace midstance::admin {
namespace {

bool OfStaff(int role) {
  switch (role) {
    case options::v1::ROLE_CLINICIAN:
    case options::v1::ROLE_LEAD_CLINICIAN:
    case options::v1::ROLE_COORDINATOR:
    case options::v1::ROLE_AUDITOR:
    case options::v1::ROLE_ADMIN:
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::Status CheckRoles(const v1::User& user) {
  google::rpc::BadRequest violations;
  std::set<int> seen;
  for (int i = 0; i < user.roles_size(); ++i) {
    if (OfStaff(user.roles(i)) && seen.insert(user.roles(i)).second) continue;
    AddViolation(violations, "user.roles[" + std::to_string(i) + "]",
                 "must be CLINICIAN, LEAD_CLINICIAN, COORDINATOR, AUDITOR or ADMIN, each once");
  }
  return FieldsInvalid(violations);
}

}  // namespace midstance::admin
