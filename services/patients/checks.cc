#include "services/patients/checks.h"

#include <set>
#include <string>
#include <string_view>

#include "services/rpc/calendar.h"
#include "services/rpc/staff.h"
#include "support/status.h"

namespace midstance::patients {

absl::Status CheckPatient(const storage::Reader& reader, const v1::Patient& patient,
                          const v1::Patient& before, Instant now) {
  google::rpc::BadRequest violations;
  const auto born = rpc::ParseDay(patient.birth_date());
  if (!born.has_value() || *born > rpc::LatestToday(now)) {
    AddViolation(violations, "patient.birth_date",
                 "must be a day of the calendar, not after today");
  }
  const std::set<std::string_view> known(before.care_team().begin(), before.care_team().end());
  std::set<std::string_view> seen;
  for (int i = 0; i < patient.care_team_size(); ++i) {
    const std::string path = "patient.care_team[" + std::to_string(i) + "]";
    if (seen.insert(patient.care_team(i)).second) {
      if (known.contains(patient.care_team(i))) continue;
      MIDSTANCE_RETURN_IF_ERROR(rpc::CheckStaff(reader, patient.care_team(i), path, violations));
      continue;
    }
    AddViolation(violations, path, "must not name a user twice");
  }
  return FieldsInvalid(violations);
}

}  // namespace midstance::patients
