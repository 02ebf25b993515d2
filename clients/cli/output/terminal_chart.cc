#include "clients/cli/output/terminal_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace midstance::cli {
namespace {

constexpr std::array<std::string_view, 8> kHeights = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, 8> kPlainHeights = {"_", ".", "-", "~", "=", "+", "*", "#"};
// A bar ends with an eighth of a column.
constexpr std::array<std::string_view, 8> kParts = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

struct Range {
  char32_t first;
  char32_t last;
};

constexpr Range kNone[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
                           {0x064B, 0x065F}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2069},
                           {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
constexpr Range kTwo[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
                          {0xA960, 0xA97C},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
                          {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
                          {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

template <std::size_t N>
bool IsIn(const Range (&ranges)[N], char32_t letter) {
  return std::any_of(std::begin(ranges), std::end(ranges), [&](const Range& range) {
    return letter >= range.first && letter <= range.last;
  });
}

std::size_t CellsOfLetter(char32_t letter) {
  if (IsIn(kNone, letter)) return 0;
  return IsIn(kTwo, letter) ? 2 : 1;
}

// The first code point, which is taken away. Text that is no UTF-8 gives a byte each.
char32_t TakeLetter(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  std::size_t length = 1;
  char32_t letter = first;
  if (first >= 0xF0) {
    length = 4;
    letter = first & 0x07U;
  } else if (first >= 0xE0) {
    length = 3;
    letter = first & 0x0FU;
  } else if (first >= 0xC0) {
    length = 2;
    letter = first & 0x1FU;
  }
  length = std::min(length, text.size());
  for (std::size_t i = 1; i < length; ++i) {
    letter = letter << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(length);
  return letter;
}

std::string BarOf(double share, std::size_t cells, bool ascii) {
  const double eighths = std::round(std::clamp(share, 0.0, 1.0) * static_cast<double>(cells) * 8);
  const auto count = static_cast<std::size_t>(eighths);
  if (ascii) return std::string((count + 4) / 8, '#');
  std::string bar;
  for (std::size_t i = 0; i < count / 8; ++i) bar += "█";
  bar += kParts.at(count % 8);
  return bar;
}

}  // namespace

std::size_t TerminalCells(std::string_view text) {
  std::size_t cells = 0;
  while (!text.empty()) cells += CellsOfLetter(TakeLetter(text));
  return cells;
}

std::string Padded(std::string_view text, std::size_t cells, bool ascii) {
  const std::size_t whole = TerminalCells(text);
  if (whole <= cells) return std::string(text) + std::string(cells - whole, ' ');
  const std::string_view end = ascii ? "." : "…";
  std::string out;
  std::size_t taken = 0;
  for (auto rest = text; !rest.empty();) {
    const auto before = rest;
    const std::size_t next = CellsOfLetter(TakeLetter(rest));
    if (taken + next + 1 > cells) break;
    out += before.substr(0, before.size() - rest.size());
    taken += next;
  }
  return out + std::string(end) + std::string(cells - taken - 1, ' ');
}

std::string Sparkline(const std::vector<std::optional<double>>& numbers, double lower, double upper,
                      bool ascii) {
  const auto& heights = ascii ? kPlainHeights : kHeights;
  const double span = upper > lower ? upper - lower : 1;
  std::string line;
  for (const auto& number : numbers) {
    if (!number.has_value()) {
      line += "?";
      continue;
    }
    const double share = std::clamp((*number - lower) / span, 0.0, 1.0);
    line += heights.at(static_cast<std::size_t>(std::lround(share * 7)));
  }
  return line;
}

std::string FormatBars(const std::vector<TextBar>& bars, double upper, const BarStyle& style) {
  constexpr std::size_t kLeast = 40;
  std::size_t labels = 0;
  std::size_t words = 0;
  for (const auto& bar : bars) {
    labels = std::max(labels, TerminalCells(bar.label));
    words = std::max(words, TerminalCells(bar.words));
    upper = std::max(upper, bar.number.value_or(0));
  }
  const std::size_t width = std::max(kLeast, style.width);
  labels = std::min(labels, width / 3);
  words = std::min(words, width / 2);
  const std::size_t room = width - labels - words - 3;
  std::string out;
  for (const auto& bar : bars) {
    out += Padded(bar.label, labels, style.ascii) + "  ";
    if (bar.number.has_value() && upper > 0) {
      const std::string drawn = BarOf(*bar.number / upper, room, style.ascii);
      out += drawn + (drawn.empty() ? "" : " ");
    }
    out += bar.words + "\n";
  }
  return out;
}

}  // namespace midstance::cli
