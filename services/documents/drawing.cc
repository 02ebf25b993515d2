#include "services/documents/drawing.h"

#include <cairo-svg.h>
#include <re2/re2.h>

#include <algorithm>

namespace midstance::documents {

double Letters(cairo_t* canvas, double x, double y, std::string_view text, Align align,
               const Style& style, double most) {
  const auto layout = Lay(canvas, text, style, 400);
  pango_layout_set_width(layout.get(), -1);
  int width = 0;
  int height = 0;
  pango_layout_get_pixel_size(layout.get(), &width, &height);
  if (most > 0 && width > most) {
    pango_layout_set_width(layout.get(), static_cast<int>(most * PANGO_SCALE));
    pango_layout_set_height(layout.get(), -1);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_auto_dir(layout.get(), FALSE);
    pango_layout_get_pixel_size(layout.get(), &width, &height);
  }
  if (align == Align::kCentre) x -= width / 2.0;
  if (align == Align::kRight) x -= width;
  cairo_save(canvas);
  cairo_set_source_rgb(canvas, style.grey, style.grey, style.grey);
  cairo_move_to(canvas, x, y - height / 2.0);
  pango_cairo_layout_path(canvas, layout.get());
  cairo_fill(canvas);
  cairo_restore(canvas);
  return width;
}

std::string Svg(double width, double height, const std::function<void(cairo_t*)>& draw) {
  std::string svg;
  {
    const CairoPtr<cairo_surface_t> surface(
        cairo_svg_surface_create_for_stream(&AppendTo, &svg, width, height));
    const CairoPtr<cairo_t> canvas(cairo_create(surface.get()));
    draw(canvas.get());
    cairo_surface_finish(surface.get());
  }
  svg.erase(0, std::min(svg.find("<svg"), svg.size()));
  // A counter of the process, which nothing refers to.
  static const RE2 kCounter(R"re( id="surface\d+")re");
  RE2::GlobalReplace(&svg, kCounter, "");
  return svg;
}

}  // namespace midstance::documents
