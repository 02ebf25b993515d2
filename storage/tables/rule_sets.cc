#include "storage/tables/rule_sets.h"

namespace midstance::storage {

template <>
const TableSpec& TableOf<midstance::v1::RuleSetRevision>() {
  static const TableSpec kSpec = {
      .table = "rule_set_revisions",
      .resource_type = "midstance.v1/RuleSetRevision",
      .message = &midstance::v1::RuleSetRevision::descriptor,
      .of_patient = false,
      .watched = false,
  };
  return kSpec;
}

template <>
const TableSpec& TableOf<midstance::v1::RuleSetActivation>() {
  static const TableSpec kSpec = {
      .table = "rule_set_activations",
      .resource_type = "midstance.v1/RuleSetActivation",
      .message = &midstance::v1::RuleSetActivation::descriptor,
      .of_patient = false,
      .watched = false,
  };
  return kSpec;
}

template <>
const TableSpec& TableOf<midstance::v1::RuleSetBackTest>() {
  static const TableSpec kSpec = {
      .table = "rule_set_back_tests",
      .resource_type = "midstance.v1/RuleSetBackTest",
      .message = &midstance::v1::RuleSetBackTest::descriptor,
      .of_patient = false,
      .watched = false,
  };
  return kSpec;
}

template <>
const TableSpec& TableOf<v1::ActiveRules>() {
  static const TableSpec kSpec = {
      .table = "active_rules",
      .resource_type = "midstance.storage.v1/ActiveRules",
      .message = &v1::ActiveRules::descriptor,
      .of_patient = false,
      .watched = false,
  };
  return kSpec;
}

template <>
const TableSpec& TableOf<v1::RulesRound>() {
  static const TableSpec kSpec = {
      .table = "rules_rounds",
      .resource_type = "midstance.storage.v1/RulesRound",
      .message = &v1::RulesRound::descriptor,
      .of_patient = false,
      .watched = false,
  };
  return kSpec;
}

}  // namespace midstance::storage
