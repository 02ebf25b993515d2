#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace midstance {

using Digest = std::array<std::uint8_t, 32>;

Digest Sha256(std::string_view bytes);

// The bytes of a digest as a view, for hashing and storing it.
std::string_view BytesOf(const Digest& digest);

// Lower case, two digits a byte.
std::string Hex(std::string_view bytes);
std::string Hex(const Digest& digest);
// Nothing unless `text` is just what Hex gives for some bytes.
std::optional<std::string> FromHex(std::string_view text);

// RFC 4648 section 5, without padding.
std::string Base64Url(std::string_view bytes);
// Nothing unless `text` is just what Base64Url gives for some bytes: every text has one meaning,
// every meaning one text.
std::optional<std::string> FromBase64Url(std::string_view text);

}  // namespace midstance
