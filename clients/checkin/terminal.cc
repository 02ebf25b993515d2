#include "clients/checkin/terminal.h"

#include <utf8proc.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace midstance::checkin {
namespace {

constexpr int kNarrowest = 10;
constexpr std::string_view kWipe = "\x1b[H\x1b[2J\x1b[3J";

struct Glyph {
  std::string_view bytes;
  int columns;
};

// The characters of a text; what is no UTF-8 and what steers a terminal is left out.
std::vector<Glyph> GlyphsOf(std::string_view text) {
  std::vector<Glyph> glyphs;
  while (!text.empty()) {
    utf8proc_int32_t code = -1;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code);
    const auto length = static_cast<std::size_t>(std::max<utf8proc_ssize_t>(size, 1));
    if (size > 0 && utf8proc_category(code) != UTF8PROC_CATEGORY_CC) {
      glyphs.push_back({text.substr(0, length), utf8proc_charwidth(code)});
    }
    text.remove_prefix(length);
  }
  return glyphs;
}

// One paragraph, word after word.
class Paragraph {
 public:
  Paragraph(std::string& out, int width, int indent)
      : out_(out), width_(width), indent_(std::min(indent, width / 2)) {}

  void Word(std::string_view word) {
    const int columns = ColumnsOf(word);
    if (column_ > begin_ && column_ + 1 + columns > width_) {
      Break();
    } else if (column_ > begin_) {
      out_ += ' ';
      ++column_;
    }
    for (const Glyph& glyph : GlyphsOf(word)) {
      if (column_ > begin_ && column_ + glyph.columns > width_) Break();
      out_ += glyph.bytes;
      column_ += glyph.columns;
    }
  }

 private:
  void Break() {
    out_ += '\n';
    out_.append(static_cast<std::size_t>(indent_), ' ');
    begin_ = column_ = indent_;
  }

  std::string& out_;
  const int width_;
  const int indent_;
  int begin_ = 0;  // where the text of this line begins
  int column_ = 0;
};

}  // namespace

int ColumnsOf(std::string_view text) {
  int columns = 0;
  for (const Glyph& glyph : GlyphsOf(text)) columns += glyph.columns;
  return columns;
}

std::string Wrap(std::string_view text, int width, int indent) {
  constexpr std::string_view kBlank = " \t\r";
  std::string wrapped;
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    Paragraph paragraph(wrapped, width, indent);
    while (true) {
      line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
      if (line.empty()) break;
      const std::size_t word = std::min(line.find_first_of(kBlank), line.size());
      paragraph.Word(line.substr(0, word));
      line.remove_prefix(word);
    }
    if (end == text.size()) return wrapped;
    wrapped += '\n';
    text.remove_prefix(end + 1);
  }
}

Terminal::Terminal(ReadLine read, std::ostream& out, int width)
    : read_(std::move(read)), out_(out), width_(std::max(width, kNarrowest)) {}

void Terminal::Say(std::string_view text, int indent) {
  out_ << Wrap(text, width_, indent) << '\n';
}

void Terminal::Pause() { out_ << '\n'; }

Typed Terminal::Ask(Echo echo) {
  out_ << "> " << std::flush;
  return Wait(echo);
}

Typed Terminal::Wait(Echo echo) {
  Typed typed = read_(echo);
  // Where the line break was not typed to be seen.
  const bool hidden = echo == Echo::kHidden && typed.kind == Typed::Kind::kLine;
  if (hidden || typed.kind == Typed::Kind::kEnd) out_ << '\n';
  return typed;
}

void Terminal::Wipe() { out_ << kWipe << std::flush; }

}  // namespace midstance::checkin
