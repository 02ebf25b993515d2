#include "midstance/v1/patient_service.pb.h"
#include "services/cases/live.h"
#include "services/patients/history.h"
#include "services/patients/state.h"
#include "services/patients/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::patients {

absl::StatusOr<v1::Patient> DeletePatient(const rpc::Call& call, storage::Writer& writer,
                                          const v1::DeletePatientRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto patient, cases::LivePatient(writer, request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(patient, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(NotMerged(patient));
  MIDSTANCE_RETURN_IF_ERROR(NothingMergedIn(patient));
  MIDSTANCE_RETURN_IF_ERROR(NothingUnderWay(writer, patient));
  MIDSTANCE_RETURN_IF_ERROR(NothingOutlivesTheCases(writer, patient));
  MIDSTANCE_RETURN_IF_ERROR(SaveDeleted(call, writer, patient));
  return patient;
}

}  // namespace midstance::patients
