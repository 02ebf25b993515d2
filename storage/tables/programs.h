#pragma once

#include "midstance/v1/program.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::Program>();

}  // namespace midstance::storage
