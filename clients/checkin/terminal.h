#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>

namespace midstance::checkin {

// What a person typed.
struct Typed {
  enum class Kind : std::uint8_t {
    kLine,  // `text`, without its end
    kEnd,   // there is nothing more to read
    kIdle,  // nobody typed for as long as the reader waits
  };
  Kind kind = Kind::kLine;
  std::string text = {};
};

enum class Echo : std::uint8_t { kShown, kHidden };

// Waits for a line.
using ReadLine = std::function<Typed(Echo echo)>;

// A terminal as a screen reader follows it: line after line, nothing is drawn again, nothing is
// told by colour.
class Terminal {
 public:
  // `width` in columns, as the terminal counts them.
  Terminal(ReadLine read, std::ostream& out, int width);

  // Text in lines that fit, each after a line break of its own; `indent` blanks before all lines
  // but the first.
  void Say(std::string_view text, int indent = 0);
  // An empty line.
  void Pause();
  // Prints "> " and waits.
  Typed Ask(Echo echo = Echo::kShown);
  // Goes on waiting after nobody typed.
  Typed Wait(Echo echo);
  // Wipes the screen and what was scrolled off it: for the next person at the same terminal.
  void Wipe();

 private:
  const ReadLine read_;
  std::ostream& out_;
  const int width_;
};

// `text` in lines of at most `width` columns, broken at blanks; a word that is longer is broken
// anywhere between two characters. Line breaks stay; control characters are dropped. Wide and
// combining characters count as a terminal shows them.
std::string Wrap(std::string_view text, int width, int indent);
// Columns that a text takes.
int ColumnsOf(std::string_view text);

}  // namespace midstance::checkin
