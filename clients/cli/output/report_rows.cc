#include "clients/cli/output/report_rows.h"

#include <google/protobuf/struct.pb.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "clients/cli/columns/words.h"
#include "clients/cli/output/json.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

std::string ReportCellText(const v1::ReportCell& cell, const std::string& none) {
  switch (cell.value_case()) {
    case v1::ReportCell::kText:
      return cell.text();
    case v1::ReportCell::kNumber:
      return DecimalWord(cell.number());
    case v1::ReportCell::kTime:
      return client::TimeWord(cell.time());
    case v1::ReportCell::VALUE_NOT_SET:
      return none;
  }
  return none;
}

std::string CellJson(const v1::ReportCell& cell) {
  google::protobuf::Value value;
  if (cell.has_number()) {
    value.set_number_value(cell.number());
  } else if (cell.value_case() == v1::ReportCell::VALUE_NOT_SET) {
    value.set_null_value(google::protobuf::NULL_VALUE);
  } else {
    value.set_string_value(ReportCellText(cell, ""));
  }
  std::string json = FormatJson(value, false);
  json.pop_back();
  return json;
}

// -1 when the definition has none of that id.
int PlaceOfColumn(const v1::ReportDefinition& definition, const std::string& column) {
  for (int i = 0; i < definition.columns_size(); ++i) {
    if (definition.columns(i).column() == column) return i;
  }
  return -1;
}

std::optional<double> NumberIn(const v1::ReportRow& row, int place) {
  if (place < 0 || place >= row.cells_size() || !row.cells(place).has_number()) return std::nullopt;
  return row.cells(place).number();
}

std::string ChartLabel(const v1::ReportDefinition& definition, const v1::ReportRow& row) {
  std::string label;
  for (const auto& column : definition.chart().label_columns()) {
    const int place = PlaceOfColumn(definition, column);
    if (place < 0 || place >= row.cells_size()) continue;
    const std::string text = ReportCellText(row.cells(place), "");
    if (!text.empty()) label += (label.empty() ? "" : " ") + text;
  }
  return label;
}

// "92% of 12".
std::string NumberAndAll(const v1::ReportDefinition& definition, const v1::ReportRow& row,
                         int place) {
  const auto& column = definition.columns(place);
  std::string words = DecimalWord(row.cells(place).number());
  if (column.of_column().empty()) return words;
  const auto all = NumberIn(row, PlaceOfColumn(definition, column.of_column()));
  return words + column.unit() + (all.has_value() ? " of " + DecimalWord(*all) : "");
}

std::vector<TextBar> BarsOf(const v1::ReportDefinition& definition, const ReportRows& rows) {
  std::vector<TextBar> bars;
  for (const auto& row : rows) {
    std::string label = ChartLabel(definition, row);
    for (const auto& column : definition.chart().value_columns()) {
      const int place = PlaceOfColumn(definition, column);
      const auto number = NumberIn(row, place);
      if (!number.has_value()) continue;
      const bool several = definition.chart().value_columns_size() > 1;
      bars.push_back({std::exchange(label, ""), number,
                      NumberAndAll(definition, row, place) +
                          (several ? " " + definition.columns(place).title() : "")});
    }
  }
  return bars;
}

std::vector<TextBar> CountsOf(const v1::ReportDefinition& definition, const ReportRows& rows) {
  std::map<std::string, int> counts;
  for (const auto& row : rows) ++counts[ChartLabel(definition, row)];
  std::vector<TextBar> bars;
  bars.reserve(counts.size());
  for (const auto& [label, count] : counts) bars.push_back({label, count, std::to_string(count)});
  std::stable_sort(bars.begin(), bars.end(), [](const auto& one, const auto& other) {
    return one.number.value_or(0) > other.number.value_or(0);
  });
  return bars;
}

// A line for each column: the rows side by side, oldest first.
std::string LinesOf(const v1::ReportDefinition& definition, const ReportRows& rows, bool ascii) {
  std::string out;
  std::size_t widest = 0;
  for (const auto& column : definition.chart().value_columns()) {
    const int place = PlaceOfColumn(definition, column);
    if (place >= 0) widest = std::max(widest, TerminalCells(definition.columns(place).title()));
  }
  for (const auto& column : definition.chart().value_columns()) {
    const int place = PlaceOfColumn(definition, column);
    if (place < 0) continue;
    std::vector<std::optional<double>> numbers;
    double upper = definition.chart().upper();
    for (const auto& row : rows) {
      numbers.push_back(NumberIn(row, place));
      upper = std::max(upper, numbers.back().value_or(0));
    }
    out += Padded(definition.columns(place).title(), widest, ascii) + "  " +
           Sparkline(numbers, 0, upper, ascii) + "  at most " + DecimalWord(upper) + "\n";
  }
  return out;
}

}  // namespace

Grid ReportGrid(const v1::ReportDefinition& definition, const ReportRows& rows,
                const std::string& none) {
  Grid grid;
  grid.headings.reserve(static_cast<std::size_t>(definition.columns_size()));
  for (const auto& column : definition.columns()) {
    const std::string unit = column.unit().empty() ? "" : " (" + column.unit() + ")";
    grid.headings.push_back({column.title() + unit, column.kind() == v1::ReportColumn::KIND_NUMBER
                                                        ? Fit::kRight
                                                        : Fit::kMayShorten});
  }
  grid.rows.reserve(rows.size());
  for (const auto& row : rows) {
    auto& cells = grid.rows.emplace_back();
    cells.reserve(static_cast<std::size_t>(row.cells_size()));
    for (const auto& cell : row.cells()) cells.push_back(ReportCellText(cell, none));
  }
  return grid;
}

std::string ReportJson(const v1::ReportDefinition& definition, const ReportRows& rows) {
  // Not by a Struct, whose fields come in another order each time.
  std::string out = "[";
  for (const auto& row : rows) {
    out += out.size() == 1 ? "\n{" : ",\n{";
    for (int i = 0; i < row.cells_size(); ++i) {
      out += (i > 0 ? ",\"" : "\"") + definition.columns(i).column() + "\":";
      out += CellJson(row.cells(i));
    }
    out += "}";
  }
  return out + (rows.empty() ? "]\n" : "\n]\n");
}

std::string ReportChart(const v1::ReportDefinition& definition, const ReportRows& rows,
                        const BarStyle& style) {
  const auto& chart = definition.chart();
  std::string drawn;
  if (chart.over_time()) {
    drawn = rows.empty() ? "" : LinesOf(definition, rows, style.ascii);
  } else {
    drawn = FormatBars(chart.kind() == v1::ReportChart::KIND_COUNTS ? CountsOf(definition, rows)
                                                                    : BarsOf(definition, rows),
                       chart.upper(), style);
  }
  return drawn.empty() ? "" : chart.title() + "\n" + drawn;
}

}  // namespace midstance::cli
