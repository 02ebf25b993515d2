#pragma once

#include <cairo.h>

#include <string>

#include "services/documents/document.h"

namespace midstance::documents {

inline constexpr double kChartHeight = 120;  // points

// Draws into the rectangle from (0, 0) to (width, kChartHeight), in points. Letters are drawn as
// shapes: what a chart says stands as text below it.
void DrawChart(cairo_t* canvas, const Chart& chart, double width);

// The same as an <svg> element. The same chart always gives the same bytes.
std::string ChartSvg(const Chart& chart, double width);

}  // namespace midstance::documents
