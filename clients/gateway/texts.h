#pragma once

#include <string_view>
#include <vector>

#include "clients/core/texts.h"

namespace midstance::gateway {

using client::Texts;

// English first.
const std::vector<Texts>& AllTexts();
// Null for a language that there is not.
const Texts* TextsIn(std::string_view language);
// The best of what an Accept-Language header asks for; English when it asks for none of ours.
const Texts& TextsFor(std::string_view accept_language);

}  // namespace midstance::gateway
