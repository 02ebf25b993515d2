#pragma once

#include <optional>

#include "midstance/v1/check_in.pb.h"

// How the questions of a form hang together.
namespace midstance::checkin {

bool SameSite(const v1::Site& one, const v1::Site& other);
// At the same site, or both about the whole patient.
bool SamePlace(const v1::Question& one, const v1::Question& other);

// The question on whose answer it depends whether this one is asked: the one at the same site, else
// the one about the whole patient; for one about the whole patient also that at a site, when only
// one site has it. Nothing when it is always asked; so when its `asked_when` names no question of
// the form, or when questions ask for each other in a circle, which has no way in.
std::optional<int> GateOf(const v1::CheckInForm& form, int question);

}  // namespace midstance::checkin
