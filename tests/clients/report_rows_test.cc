#include "clients/cli/output/report_rows.h"

#include <gtest/gtest.h>

#include "clients/cli/output/csv.h"

namespace midstance::cli {
namespace {

v1::ReportDefinition ADefinition() {
  v1::ReportDefinition definition;
  const auto add = [&](const char* id, const char* title, v1::ReportColumn::Kind kind) {
    auto& column = *definition.add_columns();
    column.set_column(id);
    column.set_title(title);
    column.set_kind(kind);
    return &column;
  };
  add("urgency", "Urgency", v1::ReportColumn::KIND_TEXT);
  add("raised", "Raised", v1::ReportColumn::KIND_NUMBER);
  auto* in_target = add("in_target", "In target", v1::ReportColumn::KIND_NUMBER);
  in_target->set_unit("%");
  in_target->set_of_column("raised");
  auto& chart = *definition.mutable_chart();
  chart.set_title("In target, %");
  chart.set_kind(v1::ReportChart::KIND_BARS);
  chart.add_label_columns("urgency");
  chart.add_value_columns("in_target");
  chart.set_upper(100);
  return definition;
}

v1::ReportRow ARow(const char* urgency, double raised, std::optional<double> in_target) {
  v1::ReportRow row;
  row.add_cells()->set_text(urgency);
  row.add_cells()->set_number(raised);
  auto& cell = *row.add_cells();
  if (in_target.has_value()) cell.set_number(*in_target);
  return row;
}

const ReportRows kRows = {ARow("Emergency", 2, std::nullopt), ARow("Urgent", 4, 50),
                          ARow("Soon", 1, 100), ARow("Urgent", 1, 0)};
constexpr BarStyle kPlain{.width = 40, .ascii = true};

TEST(ReportRows, AreDrawnWithTheNumberThatAPercentageIsOf) {
  EXPECT_EQ(ReportChart(ADefinition(), kRows, kPlain),
            "In target, %\n"
            "Urgent  ########### 50% of 4\n"
            "Soon    ###################### 100% of 1\n"
            "Urgent  0% of 1\n");
}

TEST(ReportRows, AreCountedByTheirLabelTheMostFrequentFirst) {
  auto definition = ADefinition();
  definition.mutable_chart()->set_kind(v1::ReportChart::KIND_COUNTS);
  definition.mutable_chart()->clear_upper();
  definition.mutable_chart()->set_title("By urgency");
  EXPECT_EQ(ReportChart(definition, kRows, kPlain),
            "By urgency\n"
            "Urgent     ########################### 2\n"
            "Emergency  ############## 1\n"
            "Soon       ############## 1\n");
}

TEST(ReportRows, ThatFollowInTimeStandSideBySide) {
  auto definition = ADefinition();
  definition.mutable_chart()->set_over_time(true);
  EXPECT_EQ(ReportChart(definition, kRows, kPlain), "In target, %\nIn target  ?=#_  at most 100\n");
}

TEST(ReportRows, OfNothingAreNotDrawn) {
  EXPECT_EQ(ReportChart(ADefinition(), {}, kPlain), "");
  EXPECT_EQ(ReportChart(v1::ReportDefinition(), kRows, kPlain), "");
  auto over_time = ADefinition();
  over_time.mutable_chart()->set_over_time(true);
  EXPECT_EQ(ReportChart(over_time, {}, kPlain), "");
}

TEST(ReportRows, HaveNoValueWhereThereIsNone) {
  EXPECT_EQ(FormatCsv(ReportGrid(ADefinition(), {kRows[0]}, "")),
            "Urgency,Raised,In target (%)\r\nEmergency,2,\r\n");
  EXPECT_EQ(ReportJson(ADefinition(), {kRows[0]}),
            "[\n{\"urgency\":\"Emergency\",\"raised\":2,\"in_target\":null}\n]\n");
}

}  // namespace
}  // namespace midstance::cli
