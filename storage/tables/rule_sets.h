#pragma once

#include "midstance/storage/v1/rules.pb.h"
#include "midstance/v1/rule_set_revision.pb.h"
#include "storage/table.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::RuleSetRevision>();
template <>
const TableSpec& TableOf<midstance::v1::RuleSetActivation>();
template <>
const TableSpec& TableOf<midstance::v1::RuleSetBackTest>();
template <>
const TableSpec& TableOf<v1::ActiveRules>();
template <>
const TableSpec& TableOf<v1::RulesRound>();

}  // namespace midstance::storage
