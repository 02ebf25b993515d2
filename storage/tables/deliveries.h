#pragma once

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/delivery.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::Delivery>();
template <>
const TableSpec& TableOf<v1::DeliveryCursor>();

}  // namespace midstance::storage
