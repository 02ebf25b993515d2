#pragma once

#include "midstance/v1/user.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::User>();

}  // namespace midstance::storage
