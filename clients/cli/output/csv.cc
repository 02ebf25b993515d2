#include "clients/cli/output/csv.h"

#include <cstddef>
#include <string_view>

namespace midstance::cli {
namespace {

bool AreDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "-5", "-0.25".
bool IsNegativeNumber(std::string_view text) {
  if (!text.starts_with('-')) return false;
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return AreDigits(text.substr(1));
  return AreDigits(text.substr(1, point - 1)) && AreDigits(text.substr(point + 1));
}

bool StartsFormula(std::string_view text) {
  constexpr std::string_view kStarts = "=+-@\t\r";
  return !text.empty() && kStarts.find(text.front()) != std::string_view::npos &&
         !IsNegativeNumber(text);
}

void AppendCell(std::string& out, std::string_view text) {
  std::string guarded = StartsFormula(text) ? "'" : "";
  guarded += text;
  if (guarded.find_first_of(",\"\r\n") == std::string::npos) {
    out += guarded;
    return;
  }
  out += '"';
  for (const char c : guarded) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

std::string FormatCsv(const Grid& grid) {
  std::string out;
  for (std::size_t i = 0; i < grid.headings.size(); ++i) {
    if (i > 0) out += ',';
    AppendCell(out, grid.headings[i].title);
  }
  out += "\r\n";
  for (const auto& row : grid.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ',';
      AppendCell(out, row[i]);
    }
    out += "\r\n";
  }
  return out;
}

std::string WithoutGuard(std::string cell) {
  if (cell.starts_with('\'') && StartsFormula(std::string_view(cell).substr(1))) cell.erase(0, 1);
  return cell;
}

}  // namespace midstance::cli
