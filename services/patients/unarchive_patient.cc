#include "midstance/v1/patient_service.pb.h"
#include "services/cases/live.h"
#include "services/patients/history.h"
#include "services/patients/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::patients {

absl::StatusOr<v1::Patient> UnarchivePatient(const rpc::Call& call, storage::Writer& writer,
                                             const v1::UnarchivePatientRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto before, cases::LivePatient(writer, request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(before, request.etag()));
  if (!before.has_archive_time()) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/Patient", before.name())
        .Because("the patient is not archived");
  }
  v1::Patient patient = before;
  patient.clear_archive_time();
  MIDSTANCE_RETURN_IF_ERROR(Save(call, writer, before, patient));
  return patient;
}

}  // namespace midstance::patients
