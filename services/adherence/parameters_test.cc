#include "services/adherence/parameters.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

namespace midstance::adherence {
namespace {

// What the numbers are taken to be, beside the file that is read.
const std::map<std::string, double>& ExpectedNumbers() {
  static const std::map<std::string, double> kNumbers = {{"threshold-percent", 80},
                                                         {"part-credit", 0.5},
                                                         {"usual-sessions-per-day", 1},
                                                         {"fewest-exercises-advised", 2},
                                                         {"most-exercises-advised", 4},
                                                         {"window-days", 28},
                                                         {"enough-days", 14},
                                                         {"enough-told-percent", 60},
                                                         {"phase-days", 7},
                                                         {"fewest-readings", 2},
                                                         {"nprs-change", 2},
                                                         {"baseline-reach-days", 14},
                                                         {"latest-reach-days", 28},
                                                         {"fastest-run", 25}};
  return kNumbers;
}

v1::AdherenceParameters ShippedRows() { return *ParseParameters(ShippedParametersText()); }

class AdherenceRow : public ::testing::TestWithParam<std::string> {};

TEST_P(AdherenceRow, HasItsNumberMeaningAndSource) {
  const auto shipped = ShippedRows();
  const auto row = std::find_if(shipped.rows().begin(), shipped.rows().end(),
                                [](const auto& one) { return one.id() == GetParam(); });
  ASSERT_NE(row, shipped.rows().end());
  EXPECT_EQ(row->value(), ExpectedNumbers().at(GetParam()));
  EXPECT_FALSE(row->unit().empty());
  EXPECT_FALSE(row->meaning().empty());
  EXPECT_FALSE(row->source().empty());
}

TEST_P(AdherenceRow, IsMissedWhenItIsLeftOut) {
  auto rows = ShippedRows();
  auto& all = *rows.mutable_rows();
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const auto& one) { return one.id() == GetParam(); }),
            all.end());
  EXPECT_NE(ReadParameters(rows).status().message().find(GetParam()), std::string::npos);
}

TEST_P(AdherenceRow, IsRefusedOutOfItsRange) {
  auto rows = ShippedRows();
  for (auto& row : *rows.mutable_rows()) {
    if (row.id() == GetParam()) row.set_value(-1);
  }
  EXPECT_FALSE(ReadParameters(rows).ok());
}

std::vector<std::string> Ids() {
  std::vector<std::string> ids;
  for (const auto& [id, value] : ExpectedNumbers()) ids.push_back(id);
  return ids;
}

std::string NameOfId(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Section7, AdherenceRow, ::testing::ValuesIn(Ids()), NameOfId);

TEST(AdherenceParameters, HoldsNoRowThatNobodyExpects) {
  EXPECT_EQ(static_cast<std::size_t>(ShippedRows().rows_size()), ExpectedNumbers().size());
  auto rows = ShippedRows();
  rows.mutable_rows(0)->set_id("speed-of-light");
  EXPECT_FALSE(ReadParameters(rows).ok());
  rows = ShippedRows();
  *rows.add_rows() = rows.rows(0);
  EXPECT_FALSE(ReadParameters(rows).ok());
  rows = ShippedRows();
  rows.mutable_rows(0)->clear_source();
  EXPECT_FALSE(ReadParameters(rows).ok());
}

TEST(AdherenceParameters, TheThresholdIsAMatterOfData) {
  auto rows = ShippedRows();
  for (auto& row : *rows.mutable_rows()) {
    if (row.id() == "threshold-percent") row.set_value(70);
  }
  EXPECT_EQ(ReadParameters(rows)->threshold_percent, 70);
}

}  // namespace
}  // namespace midstance::adherence
