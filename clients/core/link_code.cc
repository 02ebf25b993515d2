#include "clients/core/link_code.h"

#include <absl/strings/ascii.h>

#include <algorithm>

#include "clients/core/profile.h"

namespace midstance::client {
namespace {

constexpr std::size_t kLongestName = 300;

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '/';
}

}  // namespace

std::optional<LinkCode> ParseLinkCode(std::string_view text) {
  const std::size_t hash = text.find('#');
  std::string code(text.substr(hash == std::string_view::npos ? 0 : hash + 1));
  absl::StripAsciiWhitespace(&code);
  const std::size_t slash = code.rfind('/');
  if (slash == std::string::npos || slash == 0 || slash > kLongestName) return std::nullopt;
  LinkCode parsed{code.substr(0, slash), code.substr(slash + 1)};
  if (!IsToken(parsed.token) || !std::all_of(parsed.name.begin(), parsed.name.end(), IsNameByte)) {
    return std::nullopt;
  }
  return parsed;
}

}  // namespace midstance::client
