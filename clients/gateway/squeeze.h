#pragma once

#include <string>
#include <string_view>

namespace midstance::gateway {

// A script or a style sheet of ours without what only its readers need: lines that are comments,
// indentation, and blanks beside signs. Line breaks and what stands in quotes stay. A sign is none
// of + and -, which mean something else when they meet; a comment behind code and a quote within a
// regular expression are not understood.
std::string Squeezed(std::string_view text);

}  // namespace midstance::gateway
