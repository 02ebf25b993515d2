#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Charts made of characters. Pure.
namespace midstance::cli {

// How many columns of a terminal the text takes: none for a mark above or below a letter, two for a
// Chinese, Japanese or Korean character and for a picture.
std::size_t TerminalCells(std::string_view text);

// The text at the left of so many columns; a longer one ends with an ellipsis.
std::string Padded(std::string_view text, std::size_t cells, bool ascii);

// One character for each number, eight heights from `lower` to `upper`; "?" where there is none,
// which is not a low one.
std::string Sparkline(const std::vector<std::optional<double>>& numbers, double lower, double upper,
                      bool ascii);

struct TextBar {
  std::string label;
  std::optional<double> number;  // nothing: no bar, whatever the words
  std::string words;             // behind the bar
};

struct BarStyle {
  std::size_t width = 80;  // columns of the whole chart; at least 40
  bool ascii = false;
};

// One line for each bar: its label, the bar up to `upper` (0: to the greatest number), its words.
std::string FormatBars(const std::vector<TextBar>& bars, double upper, const BarStyle& style);

}  // namespace midstance::cli
