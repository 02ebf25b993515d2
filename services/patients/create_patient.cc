#include <algorithm>

#include "midstance/v1/patient_service.pb.h"
#include "services/patients/checks.h"
#include "services/patients/history.h"
#include "services/patients/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::patients {

absl::StatusOr<v1::Patient> CreatePatient(const rpc::Call& call, storage::Writer& writer,
                                          const v1::CreatePatientRequest& request) {
  v1::Patient patient = request.patient();
  const std::string id = request.patient_id().empty() ? call.NewId() : request.patient_id();
  if (!IsResourceId(id)) {
    return FieldInvalid("patient_id", "must be lower-case letters, digits and inner hyphens");
  }
  patient.set_name(PatientName(id).str());
  const auto& team = patient.care_team();
  if (call.acting.Has(options::v1::ROLE_CLINICIAN) &&
      std::find(team.begin(), team.end(), call.principal.name) == team.end()) {
    patient.add_care_team(call.principal.name);
  }
  MIDSTANCE_RETURN_IF_ERROR(CheckPatient(writer, patient, v1::Patient(), call.now));
  // What is only tried never meets the store's own checks.
  if (request.validate_only()) MIDSTANCE_RETURN_IF_ERROR(CheckUntaken(writer, patient));
  MIDSTANCE_RETURN_IF_ERROR(Add(call, writer, patient));
  return patient;
}

}  // namespace midstance::patients
