#pragma once

#include <cairo.h>

#include <string>

#include "services/documents/document.h"

namespace midstance::documents {

// In points.
double HeightOf(const Bars& bars);

// Draws into the rectangle from (0, 0) to (width, HeightOf). Letters are drawn as shapes, as in
// charts over days. Series differ by shade, so that a copy in black and white tells them apart.
void DrawBars(cairo_t* canvas, const Bars& bars, double width);

// The same as an <svg> element. The same bars always give the same bytes.
std::string BarsSvg(const Bars& bars, double width);

}  // namespace midstance::documents
