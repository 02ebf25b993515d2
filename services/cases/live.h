#pragma once

#include <absl/status/statusor.h>

#include <string_view>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/patient.pb.h"
#include "storage/store.h"

// What a write must find before it changes anything below a patient.
namespace midstance::cases {

// The patient. RESOURCE_NOT_FOUND; STATE_FORBIDS while the patient is deleted.
absl::StatusOr<v1::Patient> LivePatient(const storage::Reader& reader, std::string_view name);

// STATE_FORBIDS while the patient is archived, or merged into another: no case is opened.
absl::Status TakesCases(const v1::Patient& patient);

// STATE_FORBIDS while the patient that `name` lies under, or the one that she was merged into, is
// archived: no case is reopened.
absl::Status NotOfArchivedPatient(const storage::Reader& reader, std::string_view name);

// The case, of a patient who is not deleted. RESOURCE_NOT_FOUND, STATE_FORBIDS.
absl::StatusOr<v1::Case> LiveCase(const storage::Reader& reader, std::string_view name);

// STATE_FORBIDS when the patient that `name` lies under is deleted.
absl::Status PatientIsLive(const storage::Reader& reader, std::string_view name);

}  // namespace midstance::cases
