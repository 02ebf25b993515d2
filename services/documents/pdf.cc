#include "services/documents/pdf.h"

#include <absl/strings/str_cat.h>
#include <absl/time/time.h>
#include <cairo-pdf.h>

#include <algorithm>
#include <utility>

#include "services/documents/bars.h"
#include "services/documents/chart.h"
#include "services/documents/table_layout.h"
#include "services/documents/typography.h"
#include "support/status.h"

namespace midstance::documents {
namespace {

constexpr double kShort = 595, kLong = 842;  // A4 in points
constexpr double kMargin = 50, kFoot = 40;
constexpr double kIndent = 12;
constexpr Style kTitle{.size = 15, .bold = true};
constexpr Style kSubtitle{.size = 9, .grey = 0.35};
constexpr Style kHeading{.size = 8, .bold = true, .grey = 0.3};
constexpr Style kText{.size = 9.5};
constexpr Style kQuestion{.size = 10.5, .bold = true};
constexpr Style kFooter{.size = 7.5, .grey = 0.35, .from_left = true};

double HeightOf(PangoLayout* layout) {
  int height = 0;
  pango_layout_get_size(layout, nullptr, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

// Sets blocks from the top to the foot, page by page. With `pages` of a first run it knows the
// number of the last page.
class Setter {
 public:
  Setter(const Document& document, cairo_surface_t* surface, int pages)
      : document_(document),
        canvas_(cairo_create(surface)),
        pages_(pages),
        width_(document.landscape ? kLong : kShort),
        height_(document.landscape ? kShort : kLong) {}

  void SetAll() {
    Text(document_.title, kTitle, kMargin, 0);
    if (!document_.subtitle.empty()) Text(document_.subtitle, kSubtitle, kMargin, 2);
    y_ += 4;
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
      const Block* next = i + 1 < document_.blocks.size() ? &document_.blocks[i + 1] : nullptr;
      Set(document_.blocks[i], next);
    }
    if (unknown_glyphs_ > 0) {
      Text(absl::StrCat("Characters of this document that could not be printed here: ",
                        unknown_glyphs_, "."),
           kSubtitle, kMargin, 6);
    }
    EndPage();
  }

  int page() const { return page_; }
  int unknown_glyphs() const { return unknown_glyphs_; }
  cairo_status_t status() const { return cairo_status(canvas_.get()); }

 private:
  void Set(const Block& block, const Block* next) {
    switch (block.kind) {
      case Block::Kind::kHeading: {
        // Never alone at the foot of a page.
        const double needed = 60 + (next != nullptr ? DrawingHeight(*next) : 0);
        if (y_ + needed > Bottom()) NewPage();
        Text(block.text, kHeading, kMargin, 6);
        Rule();
        return;
      }
      case Block::Kind::kQuestion:
        Question(block.text);
        return;
      case Block::Kind::kBullet:
        Bullet(block.text);
        return;
      case Block::Kind::kChart:
        Drawing(block);
        Text(block.text, kSubtitle, kMargin, 1);
        return;
      case Block::Kind::kTable:
        if (block.table.has_value()) SetTable(*block.table);
        return;
      case Block::Kind::kParagraph:
        break;
    }
    if (block.label.empty()) {
      Text(block.text, kText, kMargin, 1);
    } else {
      Text(absl::StrCat(block.label, " ", block.text), kText, kMargin, 1, block.label.size());
    }
  }

  double Bottom() const { return height_ - kMargin - 10; }
  double LineWidth() const { return width_ - 2 * kMargin; }

  static double DrawingHeight(const Block& block) {
    if (block.bars.has_value()) return documents::HeightOf(*block.bars);
    return block.chart.has_value() ? kChartHeight : 0;
  }

  // At the left, on a page that has room for it and for a line below it.
  void Drawing(const Block& block) {
    const double height = DrawingHeight(block);
    if (height == 0) return;
    if (y_ + height + 30 > Bottom()) NewPage();
    y_ += 6;
    cairo_save(canvas_.get());
    cairo_translate(canvas_.get(), kMargin, y_);
    const double width = std::min(LineWidth(), kShort - 2 * kMargin);
    if (block.bars.has_value()) {
      DrawBars(canvas_.get(), *block.bars, width);
    } else {
      DrawChart(canvas_.get(), *block.chart, width);
    }
    cairo_restore(canvas_.get());
    y_ += height;
  }

  // Its head on each page; a row on one page where a page is long enough.
  void SetTable(const Table& table) {
    const TableLayout layout(canvas_.get(), table, LineWidth());
    y_ += 6;
    // Its head is never alone at the foot of a page.
    constexpr double kCaption = 20, kMostOfRow = 80;
    const double first = table.rows.empty() ? 0 : std::min(kMostOfRow, layout.Body(0).height());
    if (y_ + kCaption + layout.Head().height() + first > Bottom()) NewPage();
    Text(table.caption, kHeading, kMargin, 0);
    y_ += 2;
    SetHead(layout);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      auto row = layout.Body(i);
      unknown_glyphs_ += row.unknown_glyphs();
      if (y_ + row.height() > Bottom()) {
        NewPage();
        SetHead(layout);
      }
      while (true) {
        y_ += row.Draw(canvas_.get(), kMargin, y_, Bottom());
        if (row.done()) break;
        NewPage();
        SetHead(layout);
      }
      Line(layout.width(), 0.85);
    }
    y_ += 4;
  }

  void SetHead(const TableLayout& layout) {
    auto head = layout.Head();
    unknown_glyphs_ += head.unknown_glyphs();
    y_ += head.Draw(canvas_.get(), kMargin, y_, Bottom());
    Line(layout.width(), 0.4);
  }

  void Line(double width, double grey) {
    Ink(grey);
    cairo_set_line_width(canvas_.get(), 0.5);
    cairo_move_to(canvas_.get(), kMargin, y_);
    cairo_line_to(canvas_.get(), kMargin + width, y_);
    cairo_stroke(canvas_.get());
  }

  void Ink(double grey) { cairo_set_source_rgb(canvas_.get(), grey, grey, grey); }

  void Rule() {
    cairo_set_source_rgb(canvas_.get(), 0.75, 0.75, 0.75);
    cairo_set_line_width(canvas_.get(), 0.5);
    cairo_move_to(canvas_.get(), kMargin, y_ + 1);
    cairo_line_to(canvas_.get(), width_ - kMargin, y_ + 1);
    cairo_stroke(canvas_.get());
    y_ += 3;
  }

  // Line by line, so that a paragraph may go on on the next page.
  void Text(const std::string& text, const Style& style, double left, double space,
            std::size_t bold_bytes = 0) {
    y_ += space;
    const auto layout = Lay(canvas_.get(), text, style, width_ - kMargin - left, bold_bytes);
    unknown_glyphs_ += pango_layout_get_unknown_glyphs_count(layout.get());
    PangoLayoutIter* each = pango_layout_get_iter(layout.get());
    do {
      int top = 0;
      int bottom = 0;
      pango_layout_iter_get_line_yrange(each, &top, &bottom);
      const double height = static_cast<double>(bottom - top) / PANGO_SCALE;
      if (y_ + height > Bottom()) NewPage();
      PangoRectangle logical;
      pango_layout_iter_get_line_extents(each, nullptr, &logical);
      const double base = static_cast<double>(pango_layout_iter_get_baseline(each) - top);
      Ink(style.grey);
      cairo_move_to(canvas_.get(), left + static_cast<double>(logical.x) / PANGO_SCALE,
                    y_ + base / PANGO_SCALE);
      pango_cairo_show_layout_line(canvas_.get(), pango_layout_iter_get_line_readonly(each));
      y_ += height;
    } while (pango_layout_iter_next_line(each) != 0);
    pango_layout_iter_free(each);
  }

  void Bullet(const std::string& text) {
    y_ += 1;
    const auto dot = Lay(canvas_.get(), "•", kText, kIndent);
    if (y_ + HeightOf(dot.get()) > Bottom()) NewPage();
    Ink(kText.grey);
    cairo_move_to(canvas_.get(), kMargin + 2, y_);
    pango_cairo_show_layout(canvas_.get(), dot.get());
    Text(text, kText, kMargin + kIndent, 0);
  }

  void Question(const std::string& text) {
    constexpr double kPad = 8;
    const auto layout = Lay(canvas_.get(), text, kQuestion, LineWidth() - 2 * kPad);
    const double height = HeightOf(layout.get()) + 2 * kPad;
    y_ += 4;
    if (y_ + height > Bottom()) {
      // Longer than a page: set as text, which may go on on the next one.
      Text(text, kQuestion, kMargin, 4);
      return;
    }
    cairo_set_source_rgb(canvas_.get(), 0.95, 0.95, 0.95);
    cairo_rectangle(canvas_.get(), kMargin, y_, LineWidth(), height);
    cairo_fill(canvas_.get());
    cairo_set_source_rgb(canvas_.get(), 0.2, 0.2, 0.2);
    cairo_rectangle(canvas_.get(), kMargin, y_, 2.5, height);
    cairo_fill(canvas_.get());
    unknown_glyphs_ += pango_layout_get_unknown_glyphs_count(layout.get());
    Ink(kQuestion.grey);
    cairo_move_to(canvas_.get(), kMargin + kPad, y_ + kPad);
    pango_cairo_show_layout(canvas_.get(), layout.get());
    y_ += height + 2;
  }

  void EndPage() {
    std::string text = document_.footer;
    if (!text.empty()) text += " · ";
    absl::StrAppend(&text, "page ", page_, " of ", std::max(pages_, page_));
    const auto layout = Lay(canvas_.get(), text, kFooter, LineWidth());
    // Whose letter it is begins it and the page ends it: what is too long gives way between them.
    pango_layout_set_height(layout.get(), -1);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_MIDDLE);
    unknown_glyphs_ += pango_layout_get_unknown_glyphs_count(layout.get());
    Ink(kFooter.grey);
    cairo_move_to(canvas_.get(), kMargin, height_ - kFoot);
    pango_cairo_show_layout(canvas_.get(), layout.get());
    cairo_show_page(canvas_.get());
  }

  void NewPage() {
    EndPage();
    ++page_;
    y_ = kMargin;
  }

  const Document& document_;
  CairoPtr<cairo_t> canvas_;
  int pages_;
  double width_;
  double height_;
  int page_ = 1;
  double y_ = kMargin;
  int unknown_glyphs_ = 0;
};

absl::StatusOr<Pdf> SetOnce(const Document& document, int pages) {
  Pdf pdf;
  const CairoPtr<cairo_surface_t> surface(cairo_pdf_surface_create_for_stream(
      &AppendTo, &pdf.bytes, document.landscape ? kLong : kShort,
      document.landscape ? kShort : kLong));
  const std::string made = absl::FormatTime(
      "%Y-%m-%dT%H:%M:%SZ", absl::FromUnixMicros(MicrosOf(document.made)), absl::UTCTimeZone());
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, document.title.c_str());
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, made.c_str());
  Setter setter(document, surface.get(), pages);
  setter.SetAll();
  cairo_surface_finish(surface.get());
  for (const auto status : {setter.status(), cairo_surface_status(surface.get())}) {
    if (status != CAIRO_STATUS_SUCCESS) {
      return Error(v1::ERROR_REASON_INTERNAL)
          .Because(absl::StrCat("the PDF was not made: ", cairo_status_to_string(status)));
    }
  }
  pdf.pages = setter.page();
  pdf.unknown_glyphs = setter.unknown_glyphs();
  return pdf;
}

}  // namespace

absl::StatusOr<Pdf> ToPdf(const Document& document) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto pdf, SetOnce(document, 1));
  return pdf.pages == 1 ? std::move(pdf) : SetOnce(document, pdf.pages);
}

}  // namespace midstance::documents
