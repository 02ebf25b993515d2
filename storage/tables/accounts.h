#pragma once

#include "midstance/storage/v1/records.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<v1::Session>();
template <>
const TableSpec& TableOf<v1::LinkToken>();
template <>
const TableSpec& TableOf<v1::ReplyToken>();
template <>
const TableSpec& TableOf<v1::Credential>();
template <>
const TableSpec& TableOf<v1::Clinic>();

}  // namespace midstance::storage
