#include "services/referrals/render.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace midstance::referrals {
namespace {

std::size_t CodePoints(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  }));
}

// Bytes of the first `count` code points.
std::size_t BytesOf(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool starts = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (starts && count-- == 0) break;
  }
  return at;
}

void AddLine(std::string& out, std::string_view line) { out.append(line).push_back('\n'); }

void WrapLine(std::string& out, std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const auto space = text.find(' ');
    std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (word.empty()) continue;
    if (!line.empty() && CodePoints(line) + 1 + CodePoints(word) > kColumns) {
      AddLine(out, line);
      line.clear();
    }
    while (CodePoints(word) > kColumns) {
      const auto head = BytesOf(word, kColumns);
      AddLine(out, word.substr(0, head));
      word.remove_prefix(head);
    }
    if (!line.empty()) line.push_back(' ');
    line.append(word);
  }
  AddLine(out, line);
}

// Keeps the line breaks that the text has.
void Wrap(std::string& out, std::string_view text) {
  while (true) {
    const auto end = text.find('\n');
    WrapLine(out, text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

void Part(std::string& out, std::string_view title, std::string_view text) {
  if (text.empty()) return;
  out.push_back('\n');
  AddLine(out, title);
  Wrap(out, text);
}

}  // namespace

std::string RenderLetter(const v1::Referral& referral) {
  std::string out;
  AddLine(out, "REFERRAL");
  Part(out, "QUESTION", referral.question());
  const auto& letter = referral.letter();
  Part(out, "IDENTIFY", letter.identify());
  Part(out, "SITUATION", letter.situation());
  Part(out, "BACKGROUND", letter.background());
  Part(out, "ASSESSMENT", letter.assessment());
  Part(out, "RECOMMENDATION", letter.recommendation());
  return out;
}

}  // namespace midstance::referrals
