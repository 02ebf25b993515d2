#pragma once

#include <string>

#include "clients/cli/output/grid.h"

namespace midstance::cli {

// RFC 4180 in UTF-8 with CRLF: a heading line, then the rows. A cell that a spreadsheet would take
// for a formula gets a leading apostrophe, because patients write free text.
std::string FormatCsv(const Grid& grid);
// A cell as it was before FormatCsv put an apostrophe before it.
std::string WithoutGuard(std::string cell);

}  // namespace midstance::cli
