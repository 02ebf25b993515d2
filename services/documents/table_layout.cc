#include "services/documents/table_layout.h"

#include <absl/strings/ascii.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/documents/typography.h"

namespace midstance::documents {
namespace {

constexpr double kCellPad = 4;  // at both sides
constexpr double kRowPad = 2;   // above and below
constexpr double kTypeSizes[] = {8, 7.5, 7, 6.5, 6};
// A narrow table does not spread over the whole line: its rows could not be followed.
constexpr double kMostStretch = 1.8;
// A column with a word that takes more of the line than this takes so much: the others stay whole.
constexpr double kMostOfLine = 0.5;

double Points(int units) { return static_cast<double>(units) / PANGO_SCALE; }

double WidthOf(cairo_t* canvas, std::string_view text, const Style& style) {
  const auto layout = Lay(canvas, text, style, 400);
  pango_layout_set_width(layout.get(), -1);
  int width = 0;
  pango_layout_get_size(layout.get(), &width, nullptr);
  return Points(width) + 0.5;
}

// Of the words between blanks and behind a hyphen before a letter: a date is one word.
double WidestWord(cairo_t* canvas, std::string_view text, const Style& style) {
  double widest = 0;
  while (!text.empty()) {
    std::size_t end = 0;
    while (end < text.size() && text[end] != ' ') {
      const bool before_letter =
          end + 1 < text.size() && absl::ascii_isalpha(static_cast<unsigned char>(text[end + 1]));
      if (text[end++] == '-' && before_letter) break;
    }
    if (end > 0) widest = std::max(widest, WidthOf(canvas, text.substr(0, end), style));
    text.remove_prefix(std::min(text.size(), std::max<std::size_t>(end, 1)));
  }
  return widest;
}

// How wide a column may be at most for all of them to have room: the widest give way, what is
// narrow stays whole.
double MostWide(std::vector<double> tight, double width) {
  std::sort(tight.begin(), tight.end());
  auto left = static_cast<double>(tight.size());
  for (const double column : tight) {
    if (column > width / left) return width / left;
    width -= column;
    left -= 1;
  }
  return tight.empty() ? 0 : tight.back();
}

}  // namespace

TableLayout::TableLayout(cairo_t* canvas, const Table& table, double width)
    : canvas_(canvas), table_(table) {
  // Measured once: letters grow with the size of their type.
  const Style bold{.size = kTypeSizes[0], .bold = true};
  const Style plain{.size = kTypeSizes[0]};
  std::vector<ColumnWish> wishes(table.columns.size());
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const bool whole = table.columns[i].numbers || table.columns[i].whole;
    ColumnWish& wish = wishes[i];
    wish = {WidthOf(canvas, table.columns[i].title, bold),
            WidestWord(canvas, table.columns[i].title, bold)};
    for (const auto& row : table.rows) {
      const double natural = WidthOf(canvas, row[i], plain);
      wish.natural = std::max(wish.natural, natural);
      wish.least = std::max(wish.least, whole ? natural : WidestWord(canvas, row[i], plain));
    }
    wish.natural = std::max(wish.natural, wish.least);
    const double most = kMostOfLine * width;
    if (wish.least > most) wish = {most, most};
  }
  for (const double size : kTypeSizes) {
    if (Fit(wishes, size, width)) return;
  }
}

// False when words have to be broken.
bool TableLayout::Fit(const std::vector<ColumnWish>& wishes, double size, double width) {
  size_ = size;
  const double scale = size / kTypeSizes[0];
  std::vector<double> full;
  std::vector<double> tight;
  for (const ColumnWish& wish : wishes) {
    full.push_back(wish.natural * scale + 2 * kCellPad);
    tight.push_back(wish.least * scale + 2 * kCellPad);
  }
  const double natural = std::accumulate(full.begin(), full.end(), 0.0);
  const double least = std::accumulate(tight.begin(), tight.end(), 0.0);
  const double most = MostWide(tight, width);
  widths_.clear();
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (natural <= width) {
      widths_.push_back(full[i] * std::min(kMostStretch, width / natural));
    } else if (least <= width) {
      widths_.push_back(tight[i] + (full[i] - tight[i]) * (width - least) / (natural - least));
    } else {
      widths_.push_back(std::min(tight[i], most));
    }
  }
  return least <= width;
}

double TableLayout::width() const { return std::accumulate(widths_.begin(), widths_.end(), 0.0); }

TableLayout::Row TableLayout::Head() const {
  std::vector<std::string> titles;
  titles.reserve(table_.columns.size());
  for (const auto& column : table_.columns) titles.push_back(column.title);
  return Laid(titles, true);
}

TableLayout::Row TableLayout::Body(std::size_t row) const { return Laid(table_.rows[row], false); }

TableLayout::Row TableLayout::Laid(const std::vector<std::string>& texts, bool bold) const {
  Row row;
  row.grey_ = bold ? 0.25 : 0;
  double left = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const bool numbers = table_.columns[i].numbers;
    const Style style{.size = size_, .bold = bold, .from_left = numbers};
    auto layout = Lay(canvas_, texts[i], style, widths_[i] - 2 * kCellPad);
    if (numbers) pango_layout_set_alignment(layout.get(), PANGO_ALIGN_RIGHT);
    row.cells_.push_back({std::move(layout), left + kCellPad});
    left += widths_[i];
  }
  return row;
}

double TableLayout::Row::height() const {
  double height = 0;
  for (const auto& cell : cells_) {
    int units = 0;
    pango_layout_get_size(cell.layout.get(), nullptr, &units);
    height = std::max(height, Points(units));
  }
  return height + 2 * kRowPad;
}

double TableLayout::Row::Draw(cairo_t* canvas, double x, double y, double bottom) {
  cairo_set_source_rgb(canvas, grey_, grey_, grey_);
  double height = 0;
  for (auto& cell : cells_) {
    double top = y + kRowPad;
    PangoLayoutIter* each = pango_layout_get_iter(cell.layout.get());
    for (int line = 0;; ++line) {
      if (line >= cell.drawn) {
        int from = 0;
        int to = 0;
        pango_layout_iter_get_line_yrange(each, &from, &to);
        if (top + Points(to - from) + kRowPad > bottom) break;
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(each, nullptr, &logical);
        cairo_move_to(canvas, x + cell.left + Points(logical.x),
                      top + Points(pango_layout_iter_get_baseline(each) - from));
        pango_cairo_show_layout_line(canvas, pango_layout_iter_get_line_readonly(each));
        top += Points(to - from);
        cell.drawn = line + 1;
      }
      if (pango_layout_iter_next_line(each) == 0) break;
    }
    pango_layout_iter_free(each);
    height = std::max(height, top - y);
  }
  return height + kRowPad;
}

bool TableLayout::Row::done() const {
  return std::all_of(cells_.begin(), cells_.end(), [](const Cell& cell) {
    return cell.drawn >= pango_layout_get_line_count(cell.layout.get());
  });
}

int TableLayout::Row::unknown_glyphs() const {
  return std::accumulate(cells_.begin(), cells_.end(), 0, [](int sum, const Cell& cell) {
    return sum + pango_layout_get_unknown_glyphs_count(cell.layout.get());
  });
}

}  // namespace midstance::documents
