#include "services/worklist/persons.h"

#include <algorithm>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/user.pb.h"
#include "storage/find.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::worklist {

absl::StatusOr<Staff> StaffOf(const storage::Reader& reader) {
  Staff staff;
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::User>({}, [&staff](const v1::User& user) {
    if (user.disabled()) return;
    staff.all.insert(user.name());
    const auto& roles = user.roles();
    if (std::find(roles.begin(), roles.end(), options::v1::ROLE_LEAD_CLINICIAN) != roles.end()) {
      staff.leads.insert(user.name());
    }
  }));
  return staff;
}

bool Sees(const Staff& staff, const v1::Patient& patient, const std::string& user) {
  const auto& team = patient.care_team();
  return staff.leads.contains(user) ||
         (staff.all.contains(user) && std::find(team.begin(), team.end(), user) != team.end());
}

absl::StatusOr<std::vector<std::string>> PersonsFor(const Staff& staff,
                                                    const storage::Reader& reader,
                                                    const v1::Patient& patient,
                                                    const v1::Escalation& escalation) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(escalation.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, storage::Find<v1::Case>(reader, name.case_name()));
  std::vector<std::string> persons;
  const auto add = [&](const std::string& user) {
    if (!staff.all.contains(user)) return;
    if (std::find(persons.begin(), persons.end(), user) == persons.end()) persons.push_back(user);
  };
  if (Sees(staff, patient, escalation.responsible())) add(escalation.responsible());
  if (of.has_value()) add(of->clinician());
  std::for_each(staff.leads.begin(), staff.leads.end(), add);
  std::for_each(patient.care_team().begin(), patient.care_team().end(), add);
  if (persons.empty()) persons.emplace_back();
  return persons;
}

}  // namespace midstance::worklist
