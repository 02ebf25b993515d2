#pragma once

#include "midstance/v1/outcome_score.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::OutcomeScore>();

}  // namespace midstance::storage
