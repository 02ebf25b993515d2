#include "services/cases/live.h"

#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::cases {

absl::StatusOr<v1::Patient> LivePatient(const storage::Reader& reader, std::string_view name) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto patient, reader.Get<v1::Patient>(name, storage::Deleted::kShow));
  if (!patient.has_delete_time()) return patient;
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/Patient", name)
      .Because("the patient is deleted");
}

absl::Status TakesCases(const v1::Patient& patient) {
  const bool merged = !patient.merged_into().empty();
  if (!merged && !patient.has_archive_time()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/Patient", patient.name())
      .Because(merged ? "the record was merged into another; open the case there"
                      : "the patient is archived");
}

absl::Status NotOfArchivedPatient(const storage::Reader& reader, std::string_view name) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parsed, ResourceName::Parse(name));
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto patient, reader.Get<v1::Patient>(parsed.patient_name(), storage::Deleted::kShow));
  if (!patient.merged_into().empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(
        patient, reader.Get<v1::Patient>(patient.merged_into(), storage::Deleted::kShow));
  }
  if (!patient.has_archive_time()) return absl::OkStatus();
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/Patient", patient.name())
      .Because("the patient is archived");
}

absl::StatusOr<v1::Case> LiveCase(const storage::Reader& reader, std::string_view name) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto found, reader.Get<v1::Case>(name));
  MIDSTANCE_RETURN_IF_ERROR(PatientIsLive(reader, name));
  return found;
}

absl::Status PatientIsLive(const storage::Reader& reader, std::string_view name) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parsed, ResourceName::Parse(name));
  return LivePatient(reader, parsed.patient_name()).status();
}

}  // namespace midstance::cases
