#pragma once

#include <cairo.h>

#include <functional>
#include <string>
#include <string_view>

#include "services/documents/typography.h"

// What the charts are drawn with.
namespace midstance::documents {

enum class Align { kLeft, kCentre, kRight };

// One line of text as shapes, `y` its middle. Longer than `most` points: it ends with an ellipsis.
// Returns its width.
double Letters(cairo_t* canvas, double x, double y, std::string_view text, Align align,
               const Style& style, double most = 0);

// What `draw` draws, as an <svg> element of so many points. The same drawing always gives the same
// bytes.
std::string Svg(double width, double height, const std::function<void(cairo_t*)>& draw);

}  // namespace midstance::documents
