#include "midstance/v1/patient_service.pb.h"
#include "services/patients/verbs.h"
#include "storage/tables/all.h"

namespace midstance::patients {

absl::StatusOr<v1::Patient> GetPatient(const rpc::Call&, const storage::Reader& reader,
                                       const v1::GetPatientRequest& request) {
  return reader.Get<v1::Patient>(request.name(), storage::Deleted::kShow);
}

}  // namespace midstance::patients
