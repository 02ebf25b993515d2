#include "clients/gateway/squeeze.h"

#include <algorithm>

namespace midstance::gateway {
namespace {

// Before a colon and behind a bracket a blank of a style sheet means something.
constexpr std::string_view kBefore = ",;{}(=?:<>&|!\n";
constexpr std::string_view kBehind = ",;{}()=?<>&|!";
constexpr std::string_view kQuotes = "'\"`";

bool Has(std::string_view signs, char c) { return signs.find(c) != std::string_view::npos; }

// Of one line, with its line break.
void AppendSqueezed(std::string_view line, std::string& out) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const char next = i + 1 < line.size() ? line[i + 1] : '\0';
    if (quote != 0) {
      if (c == quote && line[i - 1] != '\\') quote = 0;
    } else if (Has(kQuotes, c)) {
      quote = c;
    } else if (c == ' ' && (Has(kBefore, out.back()) || Has(kBehind, next))) {
      continue;
    }
    out += c;
  }
}

}  // namespace

std::string Squeezed(std::string_view text) {
  std::string out = "\n";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    std::string_view line = text.substr(0, end + 1);
    text.remove_prefix(end + 1);
    line.remove_prefix(std::min(line.find_first_not_of(" \n"), line.size()));
    if (line.substr(0, 3) != "// ") AppendSqueezed(line, out);
  }
  return out.substr(1);
}

}  // namespace midstance::gateway
