#pragma once

#include <absl/status/status.h>

#include <string>

#include "midstance/v1/patient.pb.h"
#include "midstance/v1/patient_revision.pb.h"
#include "services/rpc/call.h"
#include "storage/store.h"

// Every write of a patient's record goes through here, so that what it said before is kept in the
// same unit: see ListPatientRevisions.
namespace midstance::patients {

absl::Status Add(const rpc::Call& call, storage::Writer& writer, v1::Patient& patient);
// `before` is what was read, `patient` what it becomes, with the etag that was read.
absl::Status Save(const rpc::Call& call, storage::Writer& writer, const v1::Patient& before,
                  v1::Patient& patient, const std::string& reason = {});
absl::Status SaveDeleted(const rpc::Call& call, storage::Writer& writer, v1::Patient& patient);
absl::Status SaveUndeleted(const rpc::Call& call, storage::Writer& writer, v1::Patient& patient);

// The fields that differ, in the order of the schema, without name, etag and the stamps of the row.
google::protobuf::RepeatedPtrField<v1::PatientRevision::FieldChange> ChangesBetween(
    const v1::Patient& before, const v1::Patient& after);

}  // namespace midstance::patients
