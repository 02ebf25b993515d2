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

// One label's bars, one below the other.
struct Bar {
  std::string label;
  std::vector<std::optional<double>> values;  // one for each series; nothing: no bar
  std::vector<std::string> words;             // what stands at the end of each, like "92% of 12"
};

// Numbers side by side, as bars that lie.
struct Bars {
  std::string title;                     // what is drawn, and in which unit
  double upper = 0;                      // where the axis ends; 0: at the greatest number
  std::vector<std::string> series = {};  // their names, at most 4; told when there are several
  std::vector<Bar> bars = {};
};

struct Column {
  std::string title;
  bool numbers = false;  // set at the right, in one line
  bool whole = false;    // in one line too
};

struct Table {
  std::string caption;
  std::vector<Column> columns = {};
  std::vector<std::vector<std::string>> rows = {};  // as many cells as columns
};

struct Block {
  enum class Kind { kHeading, kParagraph, kBullet, kQuestion, kChart, kTable };

  Kind kind = Kind::kParagraph;
  std::string text;                 // of kChart: the same in words, printed below it
  std::string label = {};           // printed in bold before the text
  std::optional<Chart> chart = {};  // of kChart: one of these two
  std::optional<Bars> bars = {};
  std::optional<Table> table = {};  // of kTable
};

struct Document {
  std::string title;
  std::string subtitle;
  std::string footer;      // at the foot of each page, before the page's number
  std::string language;    // BCP 47, e.g. "en"
  Instant made;            // the only time that the file names
  bool landscape = false;  // for a table of many columns
  std::vector<Block> blocks = {};
};

}  // namespace midstance::documents
