#include "services/documents/chart.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>
#include <absl/time/time.h>

#include <algorithm>
#include <array>
#include <numbers>

#include "services/documents/drawing.h"

namespace midstance::documents {
namespace {

constexpr double kAxis = 22, kLabels = 120, kHead = 20, kDays = 18;
constexpr double kLabelSize = 7.5;
constexpr double kDot = 2.2;
// Series differ by line and mark, so that a copy in black and white tells them apart.
constexpr std::array<std::array<double, 2>, 3> kDashes = {{{0, 0}, {5, 2.5}, {1.5, 2}}};

constexpr Style kLabel{.size = kLabelSize, .grey = 0.25};

// "2 Nov".
std::string Short(Day day) {
  const std::string text = absl::FormatTime("%e %b", absl::FromChrono(day), absl::UTCTimeZone());
  return std::string(absl::StripLeadingAsciiWhitespace(text));
}

class Plot {
 public:
  Plot(cairo_t* canvas, const Chart& chart, double width)
      : canvas_(canvas), chart_(chart), width_(width) {
    bool any = false;
    for (const auto& series : chart.series) {
      for (const auto& point : series.points) {
        first_ = any ? std::min(first_, point.day) : point.day;
        last_ = any ? std::max(last_, point.day) : point.day;
        any = true;
      }
    }
  }

  void Draw() const {
    Letters(canvas_, 0, kLabelSize / 2 + 1, chart_.title, Align::kLeft,
            {.size = kLabelSize + 0.5, .bold = true});
    Axes();
    std::vector<double> taken;
    for (std::size_t i = 0; i < chart_.series.size(); ++i) Line(i, taken);
  }

 private:
  double X(Day day) const {
    const double span = std::max<double>(1, static_cast<double>((last_ - first_).count()));
    const double part = static_cast<double>((day - first_).count()) / span;
    return kAxis + 4 + part * (width_ - kAxis - kLabels - 8);
  }
  double Y(double value) const {
    const double part = (std::clamp(value, chart_.lower, chart_.upper) - chart_.lower) /
                        (chart_.upper - chart_.lower);
    return kChartHeight - kDays - part * (kChartHeight - kHead - kDays);
  }

  void Axes() const {
    constexpr int kSteps = 5;
    for (int step = 0; step <= kSteps; ++step) {
      const double value = chart_.lower + (chart_.upper - chart_.lower) * step / kSteps;
      cairo_set_source_rgb(canvas_, 0.85, 0.85, 0.85);
      cairo_set_line_width(canvas_, 0.5);
      cairo_move_to(canvas_, kAxis, Y(value));
      cairo_line_to(canvas_, width_ - kLabels, Y(value));
      cairo_stroke(canvas_);
      Letters(canvas_, kAxis - 4, Y(value), absl::StrCat(value), Align::kRight, kLabel);
    }
    const double y = kChartHeight - kDays / 2;
    Letters(canvas_, X(first_), y, Short(first_), Align::kLeft, kLabel);
    if (first_ == last_) return;
    Letters(canvas_, X(last_), y, Short(last_), Align::kRight, kLabel);
    const auto days = (last_ - first_).count();
    if (days >= 4) {
      const Day middle = first_ + std::chrono::days{days / 2};
      Letters(canvas_, X(middle), y, Short(middle), Align::kCentre, kLabel);
    }
  }

  void Mark(std::size_t which, double x, double y) const {
    if (which == 1) {
      cairo_rectangle(canvas_, x - kDot, y - kDot, 2 * kDot, 2 * kDot);
    } else if (which == 2) {
      cairo_move_to(canvas_, x, y - kDot * 1.3);
      cairo_line_to(canvas_, x + kDot * 1.3, y + kDot);
      cairo_line_to(canvas_, x - kDot * 1.3, y + kDot);
      cairo_close_path(canvas_);
    } else {
      cairo_arc(canvas_, x, y, kDot, 0, 2 * std::numbers::pi);
    }
    cairo_fill(canvas_);
  }

  void Line(std::size_t which, std::vector<double>& taken) const {
    const auto& series = chart_.series[which];
    if (series.points.empty()) return;
    const double shade = 0.1 + 0.25 * static_cast<double>(which);
    cairo_set_source_rgb(canvas_, shade, shade, shade);
    cairo_set_line_width(canvas_, 1.2);
    const auto& dash = kDashes[std::min(which, kDashes.size() - 1)];
    cairo_set_dash(canvas_, dash.data(), dash[0] > 0 ? 2 : 0, 0);
    const Point* before = nullptr;
    for (const auto& point : series.points) {
      if (before == nullptr || (point.day - before->day).count() > chart_.gap_days) {
        cairo_move_to(canvas_, X(point.day), Y(point.value));
      } else {
        cairo_line_to(canvas_, X(point.day), Y(point.value));
      }
      before = &point;
    }
    cairo_stroke(canvas_);
    cairo_set_dash(canvas_, nullptr, 0, 0);
    for (const auto& point : series.points) Mark(which, X(point.day), Y(point.value));
    // Labels at the end of their lines, none upon another.
    double y = Y(series.points.back().value);
    for (bool moved = true; moved;) {
      moved = false;
      for (const double other : taken) {
        if (std::abs(other - y) >= kLabelSize * 1.3) continue;
        y = other + kLabelSize * 1.4;
        moved = true;
      }
    }
    taken.push_back(y);
    Mark(which, width_ - kLabels + 8, y);
    Letters(canvas_, width_ - kLabels + 14, y, series.label, Align::kLeft, kLabel);
  }

  cairo_t* canvas_;
  const Chart& chart_;
  double width_;
  Day first_{};
  Day last_{};
};

}  // namespace

void DrawChart(cairo_t* canvas, const Chart& chart, double width) {
  cairo_save(canvas);
  Plot(canvas, chart, width).Draw();
  cairo_restore(canvas);
}

std::string ChartSvg(const Chart& chart, double width) {
  return Svg(width, kChartHeight, [&](cairo_t* canvas) { DrawChart(canvas, chart, width); });
}

}  // namespace midstance::documents
