#pragma once

#include <string>
#include <string_view>

namespace midstance::gateway {

// Pieces of pages. What they are given is text and is escaped.

// <p>text</p>
std::string Paragraph(std::string_view text);
std::string Hidden(std::string_view name, std::string_view value);
// A blank and name="value", without the quotes where HTML needs none; nothing when the value is
// empty.
std::string Attribute(std::string_view name, std::string_view value);

}  // namespace midstance::gateway
