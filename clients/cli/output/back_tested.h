#pragma once

#include <string>
#include <vector>

#include "clients/cli/output/grid.h"
#include "midstance/v1/back_test.pb.h"

// What a back-test of changed rules found, for people and for programs.
namespace midstance::cli {

struct BackTested {
  std::vector<v1::BackTestDifference> differences;
  v1::BackTestSummary summary;
};

// What is lost comes first, of that what was confirmed, then the more urgent before the less; then
// what is less urgent, later, added, and what is more urgent or earlier.
void WorstFirst(BackTested& tested);

Columns<v1::BackTestDifference> DifferenceColumns();
// Lines: how many of each kind, how many alarms in all and by family.
std::string SummaryText(const v1::BackTestSummary& summary);
// One object: "differences" and "summary".
std::string BackTestedJson(const BackTested& tested);

}  // namespace midstance::cli
