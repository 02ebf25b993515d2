#pragma once

#include <cairo.h>

#include <vector>

#include "services/documents/cairo_ptr.h"
#include "services/documents/document.h"

namespace midstance::documents {

// A table set for paper: how wide its columns are, in how small a type, and its rows drawn one
// after the other. Nothing is cut: what is longer than its column goes on in the next line.
class TableLayout {
 public:
  TableLayout(cairo_t* canvas, const Table& table, double width);

  // One row, or the head, laid out cell by cell.
  class Row {
   public:
    double height() const;
    // Draws the lines of its cells that have room down to `bottom`, the ones first that were not
    // drawn yet; the height that they took.
    double Draw(cairo_t* canvas, double x, double y, double bottom);
    bool done() const;
    int unknown_glyphs() const;

   private:
    friend class TableLayout;
    struct Cell {
      CairoPtr<PangoLayout> layout;
      double left = 0;
      int drawn = 0;  // lines
    };
    double grey_ = 0;
    std::vector<Cell> cells_;
  };
  Row Head() const;
  Row Body(std::size_t row) const;

  double width() const;

 private:
  // What a column would take in one line, and the least that breaks no word but one that
  // takes more than half of the line.
  struct ColumnWish {
    double natural = 0;
    double least = 0;
  };
  bool Fit(const std::vector<ColumnWish>& wishes, double size, double width);
  Row Laid(const std::vector<std::string>& texts, bool bold) const;

  cairo_t* canvas_;
  const Table& table_;
  double size_ = 0;
  std::vector<double> widths_;
};

}  // namespace midstance::documents
