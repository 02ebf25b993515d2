#include "clients/core/texts.h"

#include <nlohmann/json.hpp>

namespace midstance::client {

Texts::Texts(std::string_view language, std::string_view json)
    : language_(language),
      texts_(nlohmann::json::parse(json).get<std::map<std::string, std::string, std::less<>>>()) {}

const std::string& Texts::Get(std::string_view key) const {
  static const std::string kNone;
  const auto found = texts_.find(key);
  return found == texts_.end() ? kNone : found->second;
}

std::string Texts::With(std::string_view key, const std::vector<std::string>& values) const {
  std::string text = Get(key);
  std::size_t at = 0;
  for (const std::string& value : values) {
    at = text.find("{}", at);
    if (at == std::string::npos) break;
    text.replace(at, 2, value);
    at += value.size();
  }
  return text;
}

}  // namespace midstance::client
