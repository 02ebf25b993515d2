#pragma once

#include "midstance/v1/enrollment.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::Enrollment>();

}  // namespace midstance::storage
