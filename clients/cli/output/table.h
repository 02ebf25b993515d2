#pragma once

#include <cstddef>
#include <string>

#include "clients/cli/output/grid.h"

namespace midstance::cli {

struct TableStyle {
  std::size_t width = 0;  // of the terminal in cells; 0: as wide as it needs
  bool colour = false;    // words of alarm in colour, never colour alone
};

// Aligned columns, one line per row, control characters of the data made visible. Ends with a line
// break; no headings when there are no rows: then it is empty.
std::string FormatTable(const Grid& grid, const TableStyle& style);

// One resource: a line for each column that it has something in, its heading first. Long text goes
// on in the next line where the terminal ends.
std::string FormatRecord(const Grid& grid, const TableStyle& style);

}  // namespace midstance::cli
