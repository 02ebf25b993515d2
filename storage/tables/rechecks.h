#pragma once

#include "midstance/storage/v1/records.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<v1::Recheck>();

}  // namespace midstance::storage
