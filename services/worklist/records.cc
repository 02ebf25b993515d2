#include "services/worklist/records.h"

#include <algorithm>

#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::worklist {

absl::StatusOr<const v1::Patient*> Records::PatientOf(const std::string& name) {
  const auto found = patients_.find(name);
  if (found != patients_.end()) return &found->second;
  MIDSTANCE_ASSIGN_OR_RETURN(auto patient, reader_.Get<v1::Patient>(name, storage::Deleted::kShow));
  return &patients_.emplace(name, std::move(patient)).first->second;
}

absl::StatusOr<const v1::Case*> Records::CaseOf(const std::string& name) {
  const auto found = cases_.find(name);
  if (found != cases_.end()) return &found->second;
  MIDSTANCE_ASSIGN_OR_RETURN(auto of, reader_.Get<v1::Case>(name));
  return &cases_.emplace(name, std::move(of)).first->second;
}

absl::StatusOr<bool> Records::Complete(const std::string& assignee, v1::WorklistItem& item) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(item.resource()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto* patient, PatientOf(std::string(name.patient_name())));
  if (patient->has_delete_time()) return false;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto* of, CaseOf(std::string(name.case_name())));
  item.set_patient(patient->name());
  item.set_patient_name(patient->given_name() + " " + patient->family_name());
  item.set_case_(of->name());
  if (item.title().empty()) item.set_title(of->title());
  if (item.assignee().empty()) item.set_assignee(of->clinician());
  const auto& told = item.told();
  return assignee.empty() || item.assignee() == assignee ||
         std::find(told.begin(), told.end(), assignee) != told.end();
}

}  // namespace midstance::worklist
