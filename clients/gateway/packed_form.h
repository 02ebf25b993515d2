#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "midstance/v1/check_in.pb.h"

namespace midstance::gateway {

// A form as a hidden field of a page holds it.
std::string PackForm(const v1::CheckInForm& form);
// Nothing for what PackForm did not make. Whoever packs a form of her own cannot keep us busy with
// it: more than 256 KiB, more questions than any form has, or questions that hang on each other in
// long chains are nothing either.
std::optional<v1::CheckInForm> UnpackForm(std::string_view packed);

}  // namespace midstance::gateway
