#pragma once

#include "midstance/v1/escalation.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::Escalation>();

}  // namespace midstance::storage
