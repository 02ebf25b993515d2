#pragma once

#include <string>
#include <string_view>

#include "services/documents/cairo_ptr.h"

namespace midstance::documents {

// Latin, Greek and Cyrillic, Hebrew, Arabic, then Chinese, Japanese and Korean; for every other
// script whatever the machine has.
inline constexpr char kFontFamily[] =
    "Noto Sans,Noto Sans Hebrew,Noto Sans Arabic,Droid Sans Fallback";

struct Style {
  double size = 10;  // points
  bool bold = false;
  double grey = 0;  // 0 black, 1 white
  // Begins at the left whatever script its first word is in: our words around a name.
  bool from_left = false;
};

// `text` set in lines of at most `width` points, its first `bold_bytes` bytes in bold. Words that
// are longer than a line are broken without a hyphen, so that an id can be copied. Text that reads
// from right to left begins at the right.
CairoPtr<PangoLayout> Lay(cairo_t* canvas, std::string_view text, const Style& style, double width,
                          std::size_t bold_bytes = 0);

}  // namespace midstance::documents
