#pragma once

#include <string>
#include <vector>

#include "services/documents/document.h"
#include "services/reports/words.h"

namespace midstance::reports {

// The rows of a document, and how many there would be.
struct Shown {
  std::vector<v1::ReportRow> rows;
  int total = 0;
  bool more = false;  // than `total`: nobody counted on
};

// Most rows of a table: what has more is a list for a program, not a page for a reader.
inline constexpr int kMostRowsOfADocument = 500;
// So many are counted.
inline constexpr int kMostRowsCounted = 5000;

// The report on paper: title, what it counts, of which time and whom, its targets, the chart, the
// table, what its columns mean. Of no rows it says that there is nothing, which is not 0. The same
// rows at the same time make the same document.
documents::Document ReportDocument(const Run& run, const Shown& shown, Names& names,
                                   std::vector<documents::Block> chart, const std::string& clinic);

}  // namespace midstance::reports
