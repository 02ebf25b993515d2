#pragma once

#include "midstance/v1/case.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::Case>();

}  // namespace midstance::storage
