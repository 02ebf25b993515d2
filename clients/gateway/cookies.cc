#include "clients/gateway/cookies.h"

namespace midstance::gateway {
namespace {

std::string_view WithoutBlanks(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

}  // namespace

std::string_view CookieOf(const HttpRequest& request, std::string_view name) {
  std::string_view found;
  int times = 0;
  for (const auto& [header, value] : request.headers) {
    if (header != "cookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t end = rest.find(';');
      const std::string_view pair = WithoutBlanks(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      const std::size_t sign = pair.find('=');
      if (sign == std::string_view::npos || pair.substr(0, sign) != name) continue;
      found = pair.substr(sign + 1);
      ++times;
    }
  }
  return times == 1 ? found : std::string_view();
}

std::string SetCookie(std::string_view name, std::string_view value, std::chrono::seconds max_age) {
  return std::string(name) + '=' + std::string(value) +
         "; Max-Age=" + std::to_string(max_age.count()) +
         "; Path=/; Secure; HttpOnly; SameSite=Strict";
}

std::string ForgetCookie(std::string_view name) {
  return SetCookie(name, "", std::chrono::seconds(0));
}

}  // namespace midstance::gateway
