#include "clients/gateway/form.h"

#include "support/text.h"

namespace midstance::gateway {
namespace {

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Percent signs and pluses resolved. Nothing when a percent sign stands for itself.
std::optional<std::string> Decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? DigitOf(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? DigitOf(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

bool IsUtf8(std::string_view text) {
  return CheckText(text, true, text.size()) != TextProblem::kNotUtf8;
}

std::string WithPlainLineBreaks(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    out += text[i];
  }
  return out;
}

}  // namespace

std::optional<Form> ParseForm(std::string_view body, std::size_t most) {
  Form form;
  while (!body.empty()) {
    const std::size_t end = body.find('&');
    const std::string_view pair = body.substr(0, end);
    body = end == std::string_view::npos ? std::string_view() : body.substr(end + 1);
    if (pair.empty()) continue;
    const std::size_t sign = pair.find('=');
    const auto name = Decoded(pair.substr(0, sign));
    const auto value =
        Decoded(sign == std::string_view::npos ? std::string_view() : pair.substr(sign + 1));
    if (!name || !value || !IsUtf8(*name) || !IsUtf8(*value)) return std::nullopt;
    if (form.size() == most || !form.emplace(*name, WithPlainLineBreaks(*value)).second) {
      return std::nullopt;
    }
  }
  return form;
}

std::string_view FieldOf(const Form& form, std::string_view name) {
  const auto found = form.find(name);
  return found == form.end() ? std::string_view() : std::string_view(found->second);
}

bool IsForm(std::string_view content_type) {
  constexpr std::string_view kType = "application/x-www-form-urlencoded";
  return IsSame(content_type.substr(0, kType.size()), kType) &&
         (content_type.size() == kType.size() || content_type[kType.size()] == ';');
}

bool IsFromHere(const HttpRequest& head) {
  const std::string_view site = head.Header("sec-fetch-site");
  if (!site.empty()) return site == "same-origin";
  const std::string_view origin = head.Header("origin");
  // Our pages send no referrer, and a browser then says "null" of a post.
  if (origin.empty() || origin == "null") return true;
  const auto host = origin.find("://");
  return host != std::string_view::npos && IsSame(origin.substr(host + 3), head.Header("host"));
}

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace midstance::gateway
