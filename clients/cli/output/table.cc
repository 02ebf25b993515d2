#include "clients/cli/output/table.h"

#include <libsmartcols/libsmartcols.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

namespace midstance::cli {
namespace {

// Wider than any row: libsmartcols must not guess a width when nobody looks.
constexpr std::size_t kUnbounded = 10'000;

const char* ColourOf(std::string_view text) {
  if (text == "EMERGENCY" || text == "URGENT") return "\033[1;31m";
  if (text == "SOON" || text == "OVERDUE" || text == "EVIDENCE_CHANGED") return "\033[33m";
  return nullptr;
}

int FlagsOf(Fit fit) {
  switch (fit) {
    case Fit::kMayShorten:
      return SCOLS_FL_TRUNC;
    case Fit::kRight:
      return SCOLS_FL_RIGHT;
    case Fit::kWhole:
    case Fit::kDetail:
      return 0;
  }
  return 0;
}

// Line breaks and tabs would tear the table apart.
std::string OneLine(const std::string& text) {
  std::string line = text;
  for (char& c : line) {
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  }
  return line;
}

using Table = std::unique_ptr<libscols_table, void (*)(libscols_table*)>;

Table NewTable(const TableStyle& style) {
  Table table(scols_new_table(), scols_unref_table);
  scols_table_set_termforce(table.get(), SCOLS_TERMFORCE_ALWAYS);
  scols_table_set_termwidth(table.get(), style.width == 0 ? kUnbounded : style.width);
  scols_table_set_column_separator(table.get(), "  ");
  if (style.colour) scols_table_enable_colors(table.get(), 1);
  return table;
}

// Characters, which is near enough to cells for the place of a line break.
std::size_t LengthOf(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// The text in one line, with line breaks between words so that lines keep to the width where words
// allow it.
std::string Wrapped(const std::string& text, std::size_t width) {
  std::string out = OneLine(text);
  std::size_t begin = 0;  // of the line
  std::size_t space = std::string::npos;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] != ' ') continue;
    if (space != std::string::npos &&
        LengthOf(std::string_view(out).substr(begin, i - begin)) > width) {
      out[space] = '\n';
      begin = space + 1;
    }
    space = i;
  }
  if (space != std::string::npos && LengthOf(std::string_view(out).substr(begin)) > width) {
    out[space] = '\n';
  }
  return out;
}

void SetCell(libscols_line* line, std::size_t column, const std::string& text,
             const TableStyle& style) {
  scols_line_set_data(line, column, text.c_str());
  if (const char* colour = style.colour ? ColourOf(text) : nullptr) {
    scols_cell_set_color(scols_line_get_cell(line, column), colour);
  }
}

void AppendTrimmed(std::string& out, std::string_view line) {
  const auto end = line.find_last_not_of(' ');
  out += line.substr(0, end == std::string_view::npos ? 0 : end + 1);
  out += '\n';
}

std::string Printed(libscols_table* table) {
  char* raw = nullptr;
  scols_print_table_to_string(table, &raw);
  const std::unique_ptr<char, void (*)(void*)> owned(raw, std::free);
  std::string out;
  std::string_view rest = raw == nullptr ? "" : raw;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    AppendTrimmed(out, rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return out;
}

}  // namespace

std::string FormatTable(const Grid& grid, const TableStyle& style) {
  if (grid.rows.empty()) return "";
  const Table table = NewTable(style);
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < grid.headings.size(); ++i) {
    const Heading& heading = grid.headings[i];
    if (heading.fit == Fit::kDetail) continue;
    shown.push_back(i);
    scols_table_new_column(table.get(), heading.title.c_str(), 0, FlagsOf(heading.fit));
  }
  for (const auto& row : grid.rows) {
    libscols_line* line = scols_table_new_line(table.get(), nullptr);
    for (std::size_t i = 0; i < shown.size(); ++i) SetCell(line, i, OneLine(row[shown[i]]), style);
  }
  return Printed(table.get());
}

std::string FormatRecord(const Grid& grid, const TableStyle& style) {
  const Table table = NewTable(style);
  scols_table_enable_noheadings(table.get(), 1);
  scols_table_new_column(table.get(), "", 0, 0);
  libscols_column* texts = scols_table_new_column(table.get(), "", 0, SCOLS_FL_WRAP);
  scols_column_set_safechars(texts, "\n");
  scols_column_set_wrapfunc(texts, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, nullptr);
  std::size_t titles = 0;
  for (const Heading& heading : grid.headings) titles = std::max(titles, heading.title.size());
  const std::size_t width = style.width > titles + 2 ? style.width - titles - 2 : kUnbounded;
  for (const auto& row : grid.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].empty()) continue;
      libscols_line* line = scols_table_new_line(table.get(), nullptr);
      SetCell(line, 0, grid.headings[i].title, style);
      SetCell(line, 1, Wrapped(row[i], width), style);
    }
  }
  return Printed(table.get());
}

}  // namespace midstance::cli
