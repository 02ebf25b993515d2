#include "support/text.h"

#include <utf8proc.h>

#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>

namespace midstance {
namespace {

constexpr int kMostCombining = 8;
constexpr std::uint64_t kEveryByte = 0x0101010101010101;
constexpr std::uint64_t kHighBits = 0x8080808080808080;

// Whether all bytes are 0x20-0x7E.
bool IsPrintableAscii(std::string_view text) {
  std::size_t at = 0;
  std::uint64_t bad = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, sizeof(word));
    // With the high bits clear these sums do not carry from one byte into the next.
    const std::uint64_t low = word & ~kHighBits;
    const std::uint64_t at_least_space = low + kEveryByte * (0x80 - 0x20);
    const std::uint64_t is_delete = low + kEveryByte * (0x80 - 0x7F);
    bad |= word | ~at_least_space | is_delete;
  }
  if ((bad & kHighBits) != 0) return false;
  for (; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || byte > 0x7E) return false;
  }
  return true;
}

// The next code point from `at`, which moves on; -1 when the bytes are no UTF-8.
utf8proc_int32_t Next(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) {
    ++at;
    return first;
  }
  utf8proc_int32_t code = -1;
  const auto* begin = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at;
  const auto size = utf8proc_iterate(begin, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
  if (size <= 0) return -1;
  at += static_cast<std::size_t>(size);
  return code;
}

bool IsCombining(utf8proc_int32_t code) {
  if (code < 0x300) return false;
  const utf8proc_category_t category = utf8proc_category(code);
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME ||
         category == UTF8PROC_CATEGORY_MC;
}

bool IsIn(utf8proc_int32_t code, utf8proc_int32_t first, utf8proc_int32_t last) {
  return code >= first && code <= last;
}

TextProblem ProblemOf(utf8proc_int32_t code, bool multiline) {
  if (code == '\n' || code == '\t') {
    return multiline ? TextProblem::kNone : TextProblem::kLineBreak;
  }
  if (code < 0x20 || IsIn(code, 0x7F, 0x9F)) return TextProblem::kControl;
  if (code < 0xAD) return TextProblem::kNone;
  if (code == 0x2028 || code == 0x2029) return TextProblem::kControl;
  if (IsIn(code, 0x202A, 0x202E)) return TextProblem::kBidi;
  const bool mark = code == 0x200E || code == 0x200F || code == 0x061C;
  if (mark || IsIn(code, 0x2066, 0x2069)) {
    return multiline ? TextProblem::kNone : TextProblem::kBidi;
  }
  if (code == 0xAD || code == 0x180E || code == 0x200B || IsIn(code, 0x2060, 0x2065) ||
      IsIn(code, 0x206A, 0x206F) || code == 0xFEFF || IsIn(code, 0xFFF9, 0xFFFB) ||
      IsIn(code, 0xE0000, 0xE007F)) {
    return TextProblem::kInvisible;
  }
  if ((code & 0xFFFE) == 0xFFFE || IsIn(code, 0xFDD0, 0xFDEF)) return TextProblem::kNoncharacter;
  return TextProblem::kNone;
}

TextProblem CheckSlowly(std::string_view text, bool multiline, std::size_t max_code_points) {
  std::size_t count = 0;
  std::size_t open_isolates = 0;
  int combining = 0;
  for (std::size_t at = 0; at < text.size();) {
    const utf8proc_int32_t code = Next(text, at);
    if (code < 0) return TextProblem::kNotUtf8;
    if (++count > max_code_points) return TextProblem::kTooLong;
    if (const auto problem = ProblemOf(code, multiline); problem != TextProblem::kNone) {
      return problem;
    }
    combining = IsCombining(code) ? combining + 1 : 0;
    if (combining > kMostCombining) return TextProblem::kManyCombining;
    if (IsIn(code, 0x2066, 0x2068)) ++open_isolates;
    if (code == 0x2069 && open_isolates-- == 0) return TextProblem::kUnpairedBidi;
    if (code == '\n' && open_isolates > 0) return TextProblem::kUnpairedBidi;
  }
  return open_isolates > 0 ? TextProblem::kUnpairedBidi : TextProblem::kNone;
}

// White space, also that of braille, and what leaves no mark: controls, joiners, fillers.
bool IsUnseen(utf8proc_int32_t code) {
  constexpr utf8proc_int32_t kBlankBraille = 0x2800;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
      return true;
    default:
      return code == kBlankBraille || utf8proc_get_property(code)->ignorable != 0;
  }
}

// Reordering a row of combining marks takes time quadratic in its length.
bool HasLongCombiningRow(std::string_view text) {
  int combining = 0;
  for (std::size_t at = 0; at < text.size();) {
    const utf8proc_int32_t code = Next(text, at);
    if (code < 0) return true;
    combining = IsCombining(code) ? combining + 1 : 0;
    if (combining > kMostCombining) return true;
  }
  return false;
}

}  // namespace

TextProblem CheckText(std::string_view text, bool multiline, std::size_t max_code_points) {
  if (IsPrintableAscii(text)) {
    return text.size() > max_code_points ? TextProblem::kTooLong : TextProblem::kNone;
  }
  return CheckSlowly(text, multiline, max_code_points);
}

std::string_view Describe(TextProblem problem) {
  switch (problem) {
    case TextProblem::kNone:
      return "is right";
    case TextProblem::kNotUtf8:
      return "must be UTF-8";
    case TextProblem::kTooLong:
      return "must be shorter";
    case TextProblem::kControl:
      return "must not contain control characters";
    case TextProblem::kLineBreak:
      return "must be one line without tabs";
    case TextProblem::kBidi:
      return "must not contain direction controls";
    case TextProblem::kUnpairedBidi:
      return "must close every direction isolate on the line that opens it";
    case TextProblem::kInvisible:
      return "must not contain invisible characters";
    case TextProblem::kNoncharacter:
      return "must not contain noncharacters of Unicode";
    case TextProblem::kManyCombining:
      return "must not have more than 8 combining marks in a row";
  }
  return "must be plain text";
}

bool IsBlank(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const utf8proc_int32_t code = Next(text, at);
    if (code < 0 || !IsUnseen(code)) return false;
  }
  return true;
}

bool MayNeedNormalizing(std::string_view text) {
  // Every code point below U+0300 is its own NFC, and so is any row of them; their lead bytes are
  // below 0xCC.
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0xCC) return true;
  }
  return false;
}

void NormalizeText(std::string& text) {
  if (!MayNeedNormalizing(text) || HasLongCombiningRow(text)) return;
  utf8proc_uint8_t* mapped = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size >= 0) {
    text.assign(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
  }
}

}  // namespace midstance
