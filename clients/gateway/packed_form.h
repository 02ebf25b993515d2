#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "midstance/v1/check_in.pb.h"

namespace midstance::gateway {

// What forms usually say, in each language: usual_forms/, one after the other. The hidden field of
// a page tells only how its form differs. They are never changed: a page that waits on a phone
// could then not be read any more. They need not be what the server asks now, only resemble it;
// should they not any more, others go beside them, and both are tried.
const std::string& UsualForms();

// A form as a hidden field of a page holds it.
std::string PackForm(const v1::CheckInForm& form);
// Nothing for what PackForm did not make. Whoever packs a form of her own cannot keep us busy with
// it: more than 256 KiB, more questions than any form has, or questions that hang on each other in
// long chains are nothing either.
std::optional<v1::CheckInForm> UnpackForm(std::string_view packed);

}  // namespace midstance::gateway
