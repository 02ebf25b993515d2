#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace midstance::cli {

// "checking  [########............]  160 of 400", without the bar where `width` cells have no room
// for it; "fetching  1000" when nobody knows how many there are (`total` is 0).
std::string ProgressText(std::string_view doing, std::int64_t done, std::int64_t total,
                         std::size_t width);

}  // namespace midstance::cli
