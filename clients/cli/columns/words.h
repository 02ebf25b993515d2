#pragma once

#include <string>
#include <string_view>

namespace midstance::cli {

// "1.5"; no decimals that say nothing.
std::string DecimalWord(double number);
// "3.5"; one decimal is as much as a forecast can tell.
std::string OneDecimalWord(double number);

// What `text` says of each, one behind the other.
template <class Range, class Text>
std::string Joined(const Range& range, Text text, std::string_view separator = ", ") {
  std::string joined;
  for (const auto& item : range) {
    if (!joined.empty()) joined += separator;
    joined += text(item);
  }
  return joined;
}

// "a, b, c".
template <class Texts>
std::string Listed(const Texts& texts) {
  return Joined(texts, [](const std::string& text) -> const std::string& { return text; });
}

}  // namespace midstance::cli
