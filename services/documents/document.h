#pragma once

#include <optional>
#include <string>
#include <vector>

#include "support/time.h"

// Documents as they are meant: text and charts in order, without a font or a page. Texts are UTF-8
// in any script, and never markup.
namespace midstance::documents {

struct Point {
  Day day;
  double value = 0;
};

struct Series {
  std::string label;
  std::vector<Point> points = {};  // oldest first; several of one day stand above each other
};

// Numbers over days. Between points that lie more than `gap_days` apart there is no line: nobody
// said how it was in between.
struct Chart {
  std::string title;  // what is drawn, and in which unit
  double lower = 0;
  double upper = 10;
  int gap_days = 21;
  std::vector<Series> series = {};  // at most 3
};

struct Block {
  enum class Kind { kHeading, kParagraph, kBullet, kQuestion, kChart };

  Kind kind = Kind::kParagraph;
  std::string text;        // of kChart: the same in words, printed below it
  std::string label = {};  // printed in bold before the text
  std::optional<Chart> chart = {};
};

struct Document {
  std::string title;
  std::string subtitle;
  std::string footer;    // at the foot of each page, before the page's number
  std::string language;  // BCP 47, e.g. "en"
  Instant made;          // the only time that the file names
  std::vector<Block> blocks = {};
};

}  // namespace midstance::documents
