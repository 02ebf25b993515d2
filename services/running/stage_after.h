#pragma once

#include "services/running/table.h"

namespace midstance::running {

// The stage after a move, within the table.
int StageAfter(const Table& table, int stage, v1::StageMove move);

}  // namespace midstance::running
