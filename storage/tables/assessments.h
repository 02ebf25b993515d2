#pragma once

#include "midstance/v1/assessment.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::Assessment>();

}  // namespace midstance::storage
