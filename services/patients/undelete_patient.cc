#include "midstance/v1/patient_service.pb.h"
#include "services/cases/engine/recheck.h"
#include "services/patients/history.h"
#include "services/patients/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::patients {

absl::StatusOr<v1::Patient> UndeletePatient(const rpc::Call& call, storage::Writer& writer,
                                            const v1::UndeletePatientRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto patient,
                             writer.Get<v1::Patient>(request.name(), storage::Deleted::kShow));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(patient, request.etag()));
  if (!patient.has_delete_time()) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/Patient", patient.name())
        .Because("the patient is not deleted");
  }
  MIDSTANCE_RETURN_IF_ERROR(SaveUndeleted(call, writer, patient));
  // Whoever is deleted is asked about by no new rules, and by no recheck.
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(patient.name()));
  MIDSTANCE_RETURN_IF_ERROR(cases::RecheckBy(writer, name.patient(), call.now, call.now));
  return patient;
}

}  // namespace midstance::patients
