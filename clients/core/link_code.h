#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace midstance::client {

// The code of a link, what stands behind its #: the name of what it opens, a slash, the token.
struct LinkCode {
  std::string name;
  std::string token;

  std::string str() const { return name + '/' + token; }
};
// Of a code, or of a whole link that ends with one. Nothing when it is cut off or mistyped.
std::optional<LinkCode> ParseLinkCode(std::string_view text);

}  // namespace midstance::client
