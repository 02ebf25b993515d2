#include "services/reports/report_document.h"

#include <absl/strings/str_cat.h>

#include <utility>

#include "services/reports/rows.h"

namespace midstance::reports {
namespace {

using documents::Block;

// More of them lie across the page.
constexpr int kMostUprightColumns = 7;

Block Line(std::string label, std::string text) {
  return {.text = std::move(text), .label = std::move(label)};
}

void AddTargets(const v1::ReportDefinition& definition, documents::Document& report) {
  if (definition.targets().empty()) return;
  report.blocks.push_back({.kind = Block::Kind::kHeading, .text = "TARGETS"});
  for (const auto& target : definition.targets()) {
    report.blocks.push_back(
        {.kind = Block::Kind::kBullet,
         .text = absl::StrCat(WordsOf(rules::v1::Urgency_Name(target.urgency()), ""), ": within ",
                              target.acknowledge_hours(), " h; ", target.source(), ".")});
  }
}

// "Late (d)"; a percentage has its sign beside each number.
std::string HeadingOf(const v1::ReportColumn& column) {
  if (column.unit().empty() || !column.of_column().empty()) return column.title();
  return absl::StrCat(column.title(), " (", column.unit(), ")");
}

Block TableOf(const Run& run, const Shown& shown, Names& names) {
  documents::Table table;
  table.caption = run.definition.title();
  for (const auto& column : run.definition.columns()) {
    table.columns.push_back({.title = HeadingOf(column),
                             .numbers = column.kind() == v1::ReportColumn::KIND_NUMBER,
                             .whole = column.kind() == v1::ReportColumn::KIND_TIME});
  }
  table.rows.reserve(shown.rows.size());
  for (const auto& row : shown.rows) {
    auto& cells = table.rows.emplace_back();
    for (int i = 0; i < row.cells_size(); ++i) cells.push_back(CellWords(run, names, row, i));
  }
  Block block{.kind = Block::Kind::kTable, .text = {}};
  block.table = std::move(table);
  return block;
}

void AddLegend(const v1::ReportDefinition& definition, documents::Document& report) {
  bool any = false;
  for (const auto& column : definition.columns()) {
    if (column.definition().empty()) continue;
    if (!any) report.blocks.push_back({.kind = Block::Kind::kHeading, .text = "COLUMNS"});
    any = true;
    report.blocks.push_back(Line(HeadingOf(column) + ":", column.definition()));
  }
}

void AddRows(const Run& run, const Shown& shown, Names& names, std::vector<Block> chart,
             documents::Document& report) {
  if (shown.rows.empty()) {
    report.blocks.push_back({.kind = Block::Kind::kQuestion,
                             .text = "Nothing to count was found. No figure of this report is 0; "
                                     "there is none."});
    return;
  }
  report.blocks.push_back({.kind = Block::Kind::kHeading, .text = "FIGURES"});
  for (auto& block : chart) report.blocks.push_back(std::move(block));
  report.blocks.push_back(TableOf(run, shown, names));
  if (static_cast<int>(shown.rows.size()) < shown.total) {
    report.blocks.push_back(
        Line("Not all:", absl::StrCat("the table has the first ", shown.rows.size(), " of ",
                                      shown.more ? "more than " : "", shown.total, " rows.")));
  }
}

}  // namespace

documents::Document ReportDocument(const Run& run, const Shown& shown, Names& names,
                                   std::vector<Block> chart, const std::string& clinic) {
  const auto& definition = run.definition;
  const std::string as_of = TimeWords(run.calendar, run.now);
  documents::Document report;
  report.title = definition.title();
  report.subtitle = absl::StrCat(clinic, " · as of ", as_of);
  report.footer = absl::StrCat("Report ", definition.report(), " · ", clinic, " · as of ", as_of);
  report.language = "en";
  report.made = run.now;
  report.landscape = definition.columns_size() > kMostUprightColumns;
  report.blocks.push_back({.text = definition.definition()});
  report.blocks.push_back(Line("Period:", definition.takes_period()
                                              ? PeriodWords(run.calendar, {run.start, run.end})
                                              : "none; how things stand at the time above"));
  report.blocks.push_back(Line("Patients:", run.care_team_of.empty()
                                                ? "all of the clinic"
                                                : "those of " + names.Of(run.care_team_of)));
  AddTargets(definition, report);
  AddRows(run, shown, names, std::move(chart), report);
  AddLegend(definition, report);
  return report;
}

}  // namespace midstance::reports
