#pragma once

#include "midstance/v1/follow_up.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::FollowUp>();

}  // namespace midstance::storage
