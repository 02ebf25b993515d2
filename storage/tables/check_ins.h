#pragma once

#include "midstance/v1/check_in.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::CheckIn>();
template <>
const TableSpec& TableOf<midstance::v1::CheckInLink>();

}  // namespace midstance::storage
