#pragma once

#include <absl/status/statusor.h>

#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class CreatePatientRequest;
class DeletePatientRequest;
class GetPatientRequest;
class ListPatientsRequest;
class ListPatientsResponse;
class Patient;
class UndeletePatientRequest;
class UpdatePatientRequest;
}  // namespace midstance::v1

// The methods of PatientService; what each promises stands in the proto.
namespace midstance::patients {

absl::StatusOr<v1::Patient> CreatePatient(const rpc::Call& call, storage::Writer& writer,
                                          const v1::CreatePatientRequest& request);

absl::StatusOr<v1::Patient> GetPatient(const rpc::Call& call, const storage::Reader& reader,
                                       const v1::GetPatientRequest& request);

struct ListPatients {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListPatientsResponse> operator()(const rpc::Call& call,
                                                      const storage::Reader& reader,
                                                      const v1::ListPatientsRequest& request) const;
};

// The care team is changed by lead clinicians and by its members.
absl::StatusOr<v1::Patient> UpdatePatient(const rpc::Call& call, storage::Writer& writer,
                                          const v1::UpdatePatientRequest& request);

absl::StatusOr<v1::Patient> DeletePatient(const rpc::Call& call, storage::Writer& writer,
                                          const v1::DeletePatientRequest& request);

absl::StatusOr<v1::Patient> UndeletePatient(const rpc::Call& call, storage::Writer& writer,
                                            const v1::UndeletePatientRequest& request);

}  // namespace midstance::patients
