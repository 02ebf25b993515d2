#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace midstance::gateway {

// RFC 1952.
std::string Gzipped(std::string_view bytes);
// Nothing for what is not just that, or is more than `most` bytes: it is never unpacked further.
std::optional<std::string> Gunzipped(std::string_view bytes, std::size_t most);

}  // namespace midstance::gateway
