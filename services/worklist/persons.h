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
  std::set<std::string> clinicians;
  std::set<std::string> leads;
};
absl::StatusOr<Staff> StaffOf(const storage::Reader& reader);

// Whether she may sign in, and sees the patient: as a lead clinician, or as a clinician of the care
// team. Who stands there still and is no clinician any more sees nothing of it.
bool Sees(const Staff& staff, const v1::Patient& patient, const std::string& user);

// Everybody who is to be told, in this order: who took the flag over; the case's clinician; the
// lead clinicians; the others on the care team. Who does not see the patient is passed over; where
// nobody does, the case's clinician and the care team are told all the same, since who may sign in
// can ask who should. One without a name where there is not even such a one. `patient`: the
// escalation's.
absl::StatusOr<std::vector<std::string>> PersonsFor(const Staff& staff,
                                                    const storage::Reader& reader,
                                                    const v1::Patient& patient,
                                                    const v1::Escalation& escalation);

}  // namespace midstance::worklist
