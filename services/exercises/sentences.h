#pragma once

#include <string>

#include "services/exercises/check.h"

// Findings in words.
namespace midstance::exercises {

// "left lower leg", "hip (side not told)".
std::string PlaceWords(const v1::Site& site);
// "Swollen calf: present at the left lower leg on 3 Mar 2026".
std::string FactWords(const Fact& fact);
// "Possible bone stress injury of the femoral neck (left hip), open since 3 Mar 2026".
std::string EscalationWords(const OpenEscalation& escalation);
// The caution, the finding and what to do, at most 500 characters.
std::string Because(const v1::Caution& caution, const std::string& finding,
                    const std::string& advice);

}  // namespace midstance::exercises
