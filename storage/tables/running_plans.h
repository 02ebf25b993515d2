#pragma once

#include "midstance/v1/running_plan.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::RunningPlan>();

}  // namespace midstance::storage
