#pragma once

#include <absl/status/statusor.h>

#include <set>
#include <string>
#include <vector>

#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "storage/store.h"

// Who is to be told of a flag: whom a notice reaches and whom what is late does are the same.
namespace midstance::worklist {

// Of the clinic's staff, who may sign in.
struct Staff {
  std::set<std::string> all;
  std::set<std::string> leads;
};
absl::StatusOr<Staff> StaffOf(const storage::Reader& reader);

// Whether she may sign in, and sees the patient: as a lead clinician or on the care team.
bool Sees(const Staff& staff, const v1::Patient& patient, const std::string& user);

// Everybody who is to be told, in this order: who took the flag over, while she sees the patient;
// the case's clinician; the lead clinicians; the others on the care team. Who may not sign in is
// passed over. One without a name where there is nobody. `patient`: the escalation's.
absl::StatusOr<std::vector<std::string>> PersonsFor(const Staff& staff,
                                                    const storage::Reader& reader,
                                                    const v1::Patient& patient,
                                                    const v1::Escalation& escalation);

}  // namespace midstance::worklist
