#pragma once

#include <string>
#include <string_view>

namespace midstance::storage {

// The text as it is compared and sorted without regard to case: Unicode case folding, composed
// (NFC). Bytes that are not UTF-8 stay as they are.
std::string Fold(std::string_view text);

}  // namespace midstance::storage
