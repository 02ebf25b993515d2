#pragma once

#include "midstance/v1/referral.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::Referral>();

}  // namespace midstance::storage
