#pragma once

#include <absl/status/statusor.h>

#include "services/cases/engine/engines.h"
#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class ArchivePatientRequest;
class CheckNewPatientRequest;
class CheckNewPatientResponse;
class CreatePatientRequest;
class DeletePatientRequest;
class FindDuplicatesRequest;
class FindDuplicatesResponse;
class GetPatientRequest;
class ListPatientRevisionsRequest;
class ListPatientRevisionsResponse;
class ListPatientsRequest;
class ListPatientsResponse;
class MergePatientsRequest;
class MergePatientsResponse;
class Patient;
class SearchPatientsRequest;
class SearchPatientsResponse;
class UnarchivePatientRequest;
class UndeletePatientRequest;
class UnmergePatientsRequest;
class UnmergePatientsResponse;
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

absl::StatusOr<v1::SearchPatientsResponse> SearchPatients(const rpc::Call& call,
                                                          const storage::Reader& reader,
                                                          const v1::SearchPatientsRequest& request);

absl::StatusOr<v1::FindDuplicatesResponse> FindDuplicates(const rpc::Call& call,
                                                          const storage::Reader& reader,
                                                          const v1::FindDuplicatesRequest& request);

absl::StatusOr<v1::CheckNewPatientResponse> CheckNewPatient(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::CheckNewPatientRequest& request);

// Both let the rules speak in the same commit about what each person has from then on.
struct MergePatients {
  const cases::Engines& engines;

  absl::StatusOr<v1::MergePatientsResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::MergePatientsRequest& request) const;
};

struct UnmergePatients {
  const cases::Engines& engines;

  absl::StatusOr<v1::UnmergePatientsResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::UnmergePatientsRequest& request) const;
};

absl::StatusOr<v1::Patient> ArchivePatient(const rpc::Call& call, storage::Writer& writer,
                                           const v1::ArchivePatientRequest& request);

absl::StatusOr<v1::Patient> UnarchivePatient(const rpc::Call& call, storage::Writer& writer,
                                             const v1::UnarchivePatientRequest& request);

struct ListPatientRevisions {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListPatientRevisionsResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListPatientRevisionsRequest& request) const;
};

// The care team is changed by lead clinicians and by its members. A birth date that was put right
// lets the rules speak in the same commit.
struct UpdatePatient {
  const cases::Engines& engines;

  absl::StatusOr<v1::Patient> operator()(const rpc::Call& call, storage::Writer& writer,
                                         const v1::UpdatePatientRequest& request) const;
};

absl::StatusOr<v1::Patient> DeletePatient(const rpc::Call& call, storage::Writer& writer,
                                          const v1::DeletePatientRequest& request);

absl::StatusOr<v1::Patient> UndeletePatient(const rpc::Call& call, storage::Writer& writer,
                                            const v1::UndeletePatientRequest& request);

}  // namespace midstance::patients
