#pragma once

#include <absl/status/statusor.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace midstance::cli {

struct CsvRow {
  std::size_t line = 0;  // of the file where it begins; the first is 1
  std::vector<std::string> cells;
};

// Reads RFC 4180: commas, quotes where need be, lines that end in CRLF, LF or CR, with or without a
// byte order mark and an end of the last line. A blank line is a row of one empty cell.
// INVALID_ARGUMENT names the line where a quote stands wrong or is never closed.
absl::StatusOr<std::vector<CsvRow>> ParseCsv(std::string_view text);

}  // namespace midstance::cli
