#pragma once

#include <string>

#include "midstance/v1/referral.pb.h"

namespace midstance::referrals {

inline constexpr std::size_t kColumns = 80;

// The letter as plain text: the question first, then the five parts. Lines of at most kColumns code
// points, ended by '\n'. The same referral always gives the same bytes.
std::string RenderLetter(const v1::Referral& referral);

}  // namespace midstance::referrals
