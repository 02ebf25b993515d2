#include "services/cases/workflow.h"

#include "support/data_text.h"

namespace midstance::cases {

const v1::CaseMoveTable& MoveTable() {
  static const auto kTable = RightOrEnd(ParseDataText<v1::CaseMoveTable>("moves", MoveTableText()));
  return kTable;
}

const v1::CareRules& CareTable() {
  static const auto kTable = RightOrEnd(ParseDataText<v1::CareRules>("care", CareRulesText()));
  return kTable;
}

}  // namespace midstance::cases
