#include "services/documents/bars.h"

#include <algorithm>
#include <array>

#include "services/documents/drawing.h"

namespace midstance::documents {
namespace {

constexpr double kBarTitle = 18, kBarThick = 9, kBarBetween = 2, kBarApart = 7;
constexpr double kWordsRoom = 70;  // behind the longest bar
constexpr double kBarFromLabel = 6;
constexpr std::array<double, 4> kShades = {0.25, 0.55, 0.75, 0.87};
constexpr Style kBarTitleStyle{.size = 8, .bold = true, .grey = 0.25, .from_left = true};
constexpr Style kBarLabel{.size = 7.5, .grey = 0.25};
constexpr Style kBarWords{.size = 7.5, .grey = 0.25, .from_left = true};

double HeightOfOne(const Bars& bars) {
  const auto lines = static_cast<double>(std::max<std::size_t>(1, bars.series.size()));
  return lines * kBarThick + (lines - 1) * kBarBetween + kBarApart;
}

double UpperOf(const Bars& bars) {
  double upper = bars.upper;
  for (const auto& bar : bars.bars) {
    for (const auto& value : bar.values) upper = std::max(upper, value.value_or(0));
  }
  return upper > 0 ? upper : 1;
}

void Grey(cairo_t* canvas, double grey) { cairo_set_source_rgb(canvas, grey, grey, grey); }

void Box(cairo_t* canvas, double x, double y, double width, std::size_t series) {
  Grey(canvas, kShades[std::min(series, kShades.size() - 1)]);
  cairo_rectangle(canvas, x, y, width, kBarThick);
  cairo_fill(canvas);
}

// Which shade is which series, behind the title.
void Legend(cairo_t* canvas, const Bars& bars, double x) {
  constexpr double kMiddle = kBarThick / 2 + 1;
  for (std::size_t i = 0; i < bars.series.size(); ++i) {
    x += 14;
    Box(canvas, x, 1, kBarThick, i);
    x += kBarThick + 3;
    x += Letters(canvas, x, kMiddle, bars.series[i], Align::kLeft, kBarWords);
  }
}

}  // namespace

double HeightOf(const Bars& bars) {
  return kBarTitle + HeightOfOne(bars) * static_cast<double>(bars.bars.size());
}

void DrawBars(cairo_t* canvas, const Bars& bars, double width) {
  cairo_save(canvas);
  const double end =
      Letters(canvas, 0, kBarThick / 2 + 1, bars.title, Align::kLeft, kBarTitleStyle);
  if (bars.series.size() > 1) Legend(canvas, bars, end);
  const double labels = width * 0.38;
  const double left = labels + kBarFromLabel;
  const double scale = (width - left - kWordsRoom) / UpperOf(bars);
  double y = kBarTitle;
  for (const auto& bar : bars.bars) {
    const double lines = HeightOfOne(bars) - kBarApart;
    Letters(canvas, labels, y + lines / 2, bar.label, Align::kRight, kBarLabel, labels);
    double top = y;
    for (std::size_t i = 0; i < bar.values.size(); ++i) {
      const double length = std::max(0.0, bar.values[i].value_or(0)) * scale;
      if (length > 0) Box(canvas, left, top, length, i);
      if (i < bar.words.size()) {
        Letters(canvas, left + length + 3, top + kBarThick / 2, bar.words[i], Align::kLeft,
                kBarWords);
      }
      top += kBarThick + kBarBetween;
    }
    y += HeightOfOne(bars);
  }
  // Where the bars begin.
  Grey(canvas, 0.4);
  cairo_set_line_width(canvas, 0.7);
  cairo_move_to(canvas, left, kBarTitle - 2);
  cairo_line_to(canvas, left, y - kBarApart + 2);
  cairo_stroke(canvas);
  cairo_restore(canvas);
}

std::string BarsSvg(const Bars& bars, double width) {
  return Svg(width, HeightOf(bars), [&](cairo_t* canvas) { DrawBars(canvas, bars, width); });
}

}  // namespace midstance::documents
