#include "clients/cli/output/csv.h"

#include <algorithm>
#include <string_view>

namespace midstance::cli {
namespace {

// "-5", "-0.25".
bool IsNegativeNumber(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  if (!text.starts_with('-')) return false;
  const std::string_view digits = text.substr(1);
  const std::string_view whole = digits.substr(0, digits.find('.'));
  const std::string_view rest = digits.substr(std::min(whole.size() + 1, digits.size()));
  return !whole.empty() && (rest.empty() ? whole == digits : true) &&
         whole.find_first_not_of(kDigits) == std::string_view::npos &&
         rest.find_first_not_of(kDigits) == std::string_view::npos;
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
