#include "services/cases/workflow.h"

#include <google/protobuf/text_format.h>

#include <string>

namespace midstance::cases {
namespace {

template <class Table>
Table ReadTable(std::string_view text) {
  Table table;
  if (!google::protobuf::TextFormat::ParseFromString(std::string(text), &table)) table.Clear();
  return table;
}

}  // namespace

const v1::CaseMoveTable& MoveTable() {
  static const auto kTable = ReadTable<v1::CaseMoveTable>(MoveTableText());
  return kTable;
}

const v1::CareRules& CareTable() {
  static const auto kTable = ReadTable<v1::CareRules>(CareRulesText());
  return kTable;
}

}  // namespace midstance::cases
