#include "services/reports/report_chart.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace midstance::reports {
namespace {

// So many bars are drawn: what has more is read in the table.
constexpr std::size_t kMostBars = 24;

}  // namespace

std::string ReportChart::LabelOf(const v1::ReportRow& row) {
  std::string label;
  for (const auto& column : run_.definition.chart().label_columns()) {
    const int place = PlaceOf(run_.definition, column);
    if (place < 0 || row.cells(place).value_case() == v1::ReportCell::VALUE_NOT_SET) continue;
    absl::StrAppend(&label, label.empty() ? "" : " ", CellWords(run_, names_, row, place));
  }
  return label;
}

void ReportChart::AddBar(const v1::ReportRow& row) {
  const auto& chart = run_.definition.chart();
  documents::Bar bar;
  bool any = false;
  for (const auto& column : chart.value_columns()) {
    const int place = PlaceOf(run_.definition, column);
    const bool has = place >= 0 && row.cells(place).has_number();
    bar.values.push_back(has ? std::optional<double>(row.cells(place).number()) : std::nullopt);
    bar.words.push_back(has ? CellWords(run_, names_, row, place) : "–");
    any = any || has;
  }
  if (!any) return;
  bar.label = LabelOf(row);
  bars_.bars.push_back(std::move(bar));
}

void ReportChart::Add(const v1::ReportRow& row) {
  const auto& chart = run_.definition.chart();
  ++rows_;
  if (chart.kind() == v1::ReportChart::KIND_COUNTS) {
    ++counts_[LabelOf(row)];
  } else if (chart.kind() == v1::ReportChart::KIND_BARS) {
    const auto series = static_cast<std::size_t>(std::max(1, chart.value_columns_size()));
    // Of what follows in time the newest are drawn.
    if (chart.over_time() && bars_.bars.size() == kMostBars / series) {
      bars_.bars.erase(bars_.bars.begin());
    }
    if (bars_.bars.size() < kMostBars / series) AddBar(row);
  }
}

std::vector<documents::Block> ReportChart::Take() && {
  const auto& chart = run_.definition.chart();
  std::string words;
  for (const auto& [label, count] : counts_) {
    bars_.bars.push_back(
        {.label = label, .values = {static_cast<double>(count)}, .words = {std::to_string(count)}});
  }
  std::stable_sort(bars_.bars.begin(), bars_.bars.end(), [&](const auto& one, const auto& other) {
    return !counts_.empty() && *one.values[0] > *other.values[0];
  });
  if (bars_.bars.empty()) return {};
  if (counts_.empty()) {
    words = static_cast<int>(bars_.bars.size()) == rows_
                ? "The numbers stand in the table."
                : absl::StrCat("The ", chart.over_time() ? "last " : "first ", bars_.bars.size(),
                               " of ", rows_,
                               " rows that have such a number; all numbers stand in the table.");
  }
  for (const auto& bar : counts_.empty() ? std::vector<documents::Bar>() : bars_.bars) {
    absl::StrAppend(&words, words.empty() ? "" : ", ", bar.label, " ", bar.words[0]);
  }
  bars_.title = chart.title();
  bars_.upper = chart.upper();
  for (const auto& column : chart.value_columns()) {
    const int place = PlaceOf(run_.definition, column);
    bars_.series.push_back(place < 0 ? column : run_.definition.columns(place).title());
  }
  documents::Block block{.kind = documents::Block::Kind::kChart, .text = std::move(words)};
  block.bars = std::move(bars_);
  return {std::move(block)};
}

}  // namespace midstance::reports
