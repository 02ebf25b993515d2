#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace midstance::client {

// Gives a new request id, a UUID in canonical lower-case form, at each call.
using RequestIds = std::function<std::string()>;

// Version 7 ids: the time and the system's random source. Calls of one moment are then stored side
// by side.
RequestIds RandomRequestIds();
// Always the same ids in the same order for one seed and one purpose. Copies of the result count on
// together; all of them serve one thread.
RequestIds SeededRequestIds(std::uint64_t seed, std::string_view purpose);
// The n-th of those ids.
std::string SeededRequestId(std::uint64_t seed, std::string_view purpose, std::uint64_t n);

}  // namespace midstance::client
