#pragma once

#include <optional>
#include <vector>

#include "midstance/v1/check_in.pb.h"

// How the questions of a form hang together.
namespace midstance::checkin {

bool SameSite(const v1::Site& one, const v1::Site& other);
// At the same site, or both about the whole patient.
bool SamePlace(const v1::Question& one, const v1::Question& other);

// The questions on whose answers it depends whether this one is asked: any of them opens it. The
// one at the same site, else the one about the whole patient; what is itself about the whole
// patient is opened from any site. None when it is always asked; so when its `asked_when` names no
// question of the form, or when questions ask for each other in a circle, which has no way in.
std::vector<int> GatesOf(const v1::CheckInForm& form, int question);
// The first of them, beside which a question may stand.
std::optional<int> GateOf(const v1::CheckInForm& form, int question);

}  // namespace midstance::checkin
