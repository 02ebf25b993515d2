#include "clients/gateway/html.h"

#include <algorithm>

#include "clients/gateway/form.h"

namespace midstance::gateway {
namespace {

bool NeedsNoQuotes(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

}  // namespace

std::string Paragraph(std::string_view text) { return "<p>" + Escaped(text) + "</p>\n"; }

std::string Attribute(std::string_view name, std::string_view value) {
  if (value.empty()) return {};
  const bool plain = std::all_of(value.begin(), value.end(), NeedsNoQuotes);
  const std::string quote = plain ? "" : "\"";
  return ' ' + std::string(name) + '=' + quote + Escaped(value) + quote;
}

std::string Hidden(std::string_view name, std::string_view value) {
  return "<input type=hidden" + Attribute("name", name) + Attribute("value", value) + ">\n";
}

}  // namespace midstance::gateway
