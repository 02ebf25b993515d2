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
    const auto has = [&user](options::v1::Role role) {
      return std::find(user.roles().begin(), user.roles().end(), role) != user.roles().end();
    };
    if (has(options::v1::ROLE_CLINICIAN)) staff.clinicians.insert(user.name());
    if (has(options::v1::ROLE_LEAD_CLINICIAN)) staff.leads.insert(user.name());
  }));
  return staff;
}

bool Sees(const Staff& staff, const v1::Patient& patient, const std::string& user) {
  const auto& team = patient.care_team();
  return staff.leads.contains(user) || (staff.clinicians.contains(user) &&
                                        std::find(team.begin(), team.end(), user) != team.end());
}

absl::StatusOr<std::vector<std::string>> PersonsFor(const Staff& staff,
                                                    const storage::Reader& reader,
                                                    const v1::Patient& patient,
                                                    const v1::Escalation& escalation) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(escalation.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, storage::Find<v1::Case>(reader, name.case_name()));
  const std::string clinician = of.has_value() ? of->clinician() : std::string();
  const auto& team = patient.care_team();
  std::vector<std::string> persons;
  const auto add = [&persons](const std::string& user) {
    if (std::find(persons.begin(), persons.end(), user) == persons.end()) persons.push_back(user);
  };
  const auto add_who_sees = [&](const std::string& user) {
    if (Sees(staff, patient, user)) add(user);
  };
  add_who_sees(escalation.responsible());
  add_who_sees(clinician);
  std::for_each(staff.leads.begin(), staff.leads.end(), add_who_sees);
  std::for_each(team.begin(), team.end(), add_who_sees);
  if (!persons.empty()) return persons;
  const auto add_who_may_sign_in = [&](const std::string& user) {
    if (staff.all.contains(user)) add(user);
  };
  add_who_may_sign_in(clinician);
  std::for_each(team.begin(), team.end(), add_who_may_sign_in);
  if (persons.empty()) persons.emplace_back();
  return persons;
}

}  // namespace midstance::worklist
