#pragma once

#include <string_view>

namespace midstance {

// As libsodium and OpenSSL take them.
inline const unsigned char* Unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace midstance
