#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace midstance::gateway {

// RFC 1950, with a dictionary: what is in the dictionary too costs next to nothing.
std::string Deflated(std::string_view bytes, const std::string& dictionary);
// Nothing for what is not just that and made with this dictionary, or is more than `most` bytes: it
// is never unpacked further.
std::optional<std::string> Inflated(std::string_view bytes, const std::string& dictionary,
                                    std::size_t most);

}  // namespace midstance::gateway
