#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace midstance {

// What may stand in a text of a request, and one spelling for it.
enum class TextProblem : std::uint8_t {
  kNone,
  kNotUtf8,
  kTooLong,
  kControl,        // NUL, C0, DEL, C1, line and paragraph separators
  kLineBreak,      // \n or \t in a text of one line
  kBidi,           // overrides and embeddings; in one line every other bidi control too
  kUnpairedBidi,   // an isolate that its line does not close, or closes without opening
  kInvisible,      // zero-width and tag characters; ZWJ and ZWNJ are allowed
  kNoncharacter,   // U+FFFE, U+FFFF of every plane, U+FDD0-FDEF
  kManyCombining,  // more than 8 combining marks in a row
};

// The first problem of `text`. Lengths are counted in code points. Plain ASCII costs one pass of
// eight bytes at a time.
TextProblem CheckText(std::string_view text, bool multiline, std::size_t max_code_points);

// What a right text looks like: "must not contain control characters". Not for kTooLong and kNone.
std::string_view Describe(TextProblem problem);

// Nothing of it is seen: it is empty, or only white space, control and invisible characters of
// Unicode. What is no UTF-8 is not blank: it is wrong.
bool IsBlank(std::string_view text);

// NFC. Text that CheckText refuses for its bytes or its combining marks stays as it is.
void NormalizeText(std::string& text);
// False when one pass over the bytes already shows that the text is NFC; so for all ASCII.
bool MayNeedNormalizing(std::string_view text);

}  // namespace midstance
