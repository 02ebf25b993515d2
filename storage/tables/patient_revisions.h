#pragma once

#include "midstance/v1/patient_revision.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::PatientRevision>();

}  // namespace midstance::storage
