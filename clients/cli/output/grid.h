#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace midstance::cli {

// How a column behaves on a narrow terminal. A detail is left out of tables, where there is no room
// for it, and shown of one resource and in CSV.
enum class Fit : unsigned char { kWhole, kMayShorten, kRight, kDetail };

struct Heading {
  std::string title;
  Fit fit = Fit::kWhole;
};

// What a table and a CSV file show: text in rows under headings.
struct Grid {
  std::vector<Heading> headings;
  std::vector<std::vector<std::string>> rows;
};

// One column of a resource: declared once, shown by every format.
template <class Resource>
struct Column {
  std::string_view title;
  std::function<std::string(const Resource&)> text;
  Fit fit = Fit::kWhole;
};
template <class Resource>
using Columns = std::vector<Column<Resource>>;

template <class Resource, class Range>
Grid MakeGrid(const Columns<Resource>& columns, const Range& resources) {
  Grid grid;
  for (const auto& column : columns) {
    grid.headings.push_back({std::string(column.title), column.fit});
  }
  for (const Resource& resource : resources) {
    auto& row = grid.rows.emplace_back();
    for (const auto& column : columns) row.push_back(column.text(resource));
  }
  return grid;
}

}  // namespace midstance::cli
