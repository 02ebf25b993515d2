#include "services/reports/definitions.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "support/data_text.h"

namespace midstance::reports {

std::string_view ReportsText();  // written by cmake/embed_data.cmake

namespace {

absl::Status Wrong(std::string_view where, std::string_view what) {
  return absl::InvalidArgumentError(std::string(where) + ": " + std::string(what));
}

// Whether the columns that others and the chart name are there.
absl::Status CheckColumnsOf(const v1::ReportDefinition& report,
                            const std::set<std::string>& columns) {
  std::vector<std::string> named(report.chart().label_columns().begin(),
                                 report.chart().label_columns().end());
  named.insert(named.end(), report.chart().value_columns().begin(),
               report.chart().value_columns().end());
  for (const auto& column : report.columns()) {
    if (!column.of_column().empty()) named.push_back(column.of_column());
  }
  for (const auto& column : named) {
    if (!columns.contains(column)) return Wrong(report.report(), "has no column " + column);
  }
  const bool draws_numbers = report.chart().kind() == v1::ReportChart::KIND_BARS;
  return !report.has_chart() || draws_numbers != report.chart().value_columns().empty()
             ? absl::OkStatus()
             : Wrong(report.report(), "has a chart of bars without numbers, or numbers in another");
}

absl::Status CheckDefinition(const v1::ReportDefinition& report) {
  if (report.title().empty() || report.definition().empty()) {
    return Wrong(report.report(), "needs a title and a definition");
  }
  std::set<std::string> columns;
  for (const auto& column : report.columns()) {
    const std::string where = report.report() + "." + column.column();
    if (!columns.insert(column.column()).second) return Wrong(where, "is there twice");
    if (column.title().empty() || column.kind() == v1::ReportColumn::KIND_UNSPECIFIED) {
      return Wrong(where, "needs a title and a kind");
    }
  }
  if (columns.empty()) return Wrong(report.report(), "needs columns");
  return CheckColumnsOf(report, columns);
}

}  // namespace

absl::StatusOr<v1::ReportDefinitions> ParseReports(std::string_view text) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto definitions,
                             ParseDataText<v1::ReportDefinitions>("reports", text));
  std::set<std::string> ids;
  for (const auto& report : definitions.reports()) {
    if (!ids.insert(report.report()).second) return Wrong(report.report(), "is there twice");
    if (absl::Status checked = CheckDefinition(report); !checked.ok()) return checked;
  }
  return definitions;
}

const v1::ReportDefinitions& Shipped() {
  static const v1::ReportDefinitions kShipped = RightOrEnd(ParseReports(ReportsText()));
  return kShipped;
}

const v1::ReportDefinition* Find(std::string_view report) {
  const auto& all = Shipped().reports();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const auto& each) { return each.report() == report; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace midstance::reports
