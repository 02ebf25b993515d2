#pragma once

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/referral.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::Referral>();
template <>
const TableSpec& TableOf<v1::SentLetter>();

}  // namespace midstance::storage
