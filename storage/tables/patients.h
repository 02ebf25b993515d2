#pragma once

#include "midstance/v1/patient.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::Patient>();

}  // namespace midstance::storage
