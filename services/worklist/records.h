#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <string>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/worklist_service.pb.h"
#include "storage/store.h"

namespace midstance::worklist {

// The patients and cases that items are about, each read once for one list.
class Records {
 public:
  explicit Records(const storage::Reader& reader) : reader_(reader) {}

  // Fills what patient and case tell. False when the item is none for the list: the patient is
  // deleted, or it is neither what `assignee` (anybody when empty) has to do nor was told to her.
  absl::StatusOr<bool> Complete(const std::string& assignee, v1::WorklistItem& item);

 private:
  absl::StatusOr<const v1::Patient*> PatientOf(const std::string& name);
  absl::StatusOr<const v1::Case*> CaseOf(const std::string& name);

  const storage::Reader& reader_;
  std::map<std::string, v1::Patient> patients_;
  std::map<std::string, v1::Case> cases_;
};

}  // namespace midstance::worklist
