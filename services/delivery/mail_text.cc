#include "services/delivery/mail_text.h"

#include <algorithm>

#include "services/delivery/message_json.h"
#include "services/delivery/times.h"

namespace midstance::delivery {
namespace {

constexpr std::string_view kBegin = "=?UTF-8?B?";
constexpr std::string_view kEnd = "?=";
// 60 characters of base64 and 12 around them.
constexpr std::size_t kBytesOfAWord = 45;

bool IsPlain(char c) { return c >= ' ' && c <= '~'; }
bool Continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::string HeaderText(std::string_view text) {
  std::string one_line(text);
  std::replace_if(
      one_line.begin(), one_line.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
  constexpr std::size_t kLongest = 200;
  if (one_line.size() <= kLongest && std::all_of(one_line.begin(), one_line.end(), IsPlain)) {
    return one_line;
  }
  std::string words;
  for (std::size_t at = 0; at < one_line.size();) {
    std::size_t end = std::min(at + kBytesOfAWord, one_line.size());
    while (end < one_line.size() && end > at + 1 && Continues(one_line[end])) --end;
    if (!words.empty()) words += "\r\n ";
    words += kBegin;
    words += Base64(std::string_view(one_line).substr(at, end - at));
    words += kEnd;
    at = end;
  }
  return words;
}

std::string MessageId(std::string_view id, std::string_view from) {
  return "<" + std::string(id) + "@" + std::string(from.substr(from.rfind('@') + 1)) + ">";
}

std::vector<std::string> HeadersOf(const Message& message, const std::string& from) {
  return {
      "Date: " + MailTime(message.sent),
      "From: Midstance <" + from + ">",
      "To: <" + message.address + ">",
      "Subject: " + HeaderText(message.subject),
      "Message-ID: " + MessageId(message.id, from),
      // Nobody's holiday answers it (RFC 3834).
      "Auto-Submitted: auto-generated",
  };
}

std::string MailLines(std::string_view text) {
  std::string lines;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') lines += '\r';
    lines += c;
  }
  return lines;
}

}  // namespace midstance::delivery
