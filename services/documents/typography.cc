#include "services/documents/typography.h"

namespace midstance::documents {

CairoPtr<PangoLayout> Lay(cairo_t* canvas, std::string_view text, const Style& style, double width,
                          std::size_t bold_bytes) {
  CairoPtr<PangoLayout> layout(pango_cairo_create_layout(canvas));
  // Letters stand where the font puts them, not on the pixels of a screen: paper has none, and who
  // reads the text out of a PDF takes an uneven gap for a space.
  PangoContext* context = pango_layout_get_context(layout.get());
  pango_context_set_round_glyph_positions(context, FALSE);
  const CairoPtr<cairo_font_options_t> options(cairo_font_options_create());
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options.get());
  const CairoPtr<PangoFontDescription> font(pango_font_description_new());
  pango_font_description_set_family(font.get(), kFontFamily);
  pango_font_description_set_size(font.get(), static_cast<int>(style.size * PANGO_SCALE));
  if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description(layout.get(), font.get());
  const CairoPtr<PangoAttrList> attributes(pango_attr_list_new());
  pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
  if (bold_bytes > 0) {
    PangoAttribute* bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
    bold->start_index = 0;
    bold->end_index = static_cast<guint>(bold_bytes);
    pango_attr_list_insert(attributes.get(), bold);
  }
  pango_layout_set_attributes(layout.get(), attributes.get());
  if (style.from_left) {
    pango_layout_set_auto_dir(layout.get(), FALSE);
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
  }
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  return layout;
}

}  // namespace midstance::documents
