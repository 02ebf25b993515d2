#pragma once

#include <optional>

#include "midstance/v1/referral.pb.h"
#include "services/rules/compile.h"
#include "services/rules/timeline.h"

namespace midstance::referrals {

inline constexpr std::size_t kMostTrends = 3;
inline constexpr std::size_t kMostReadings = 60;

// Writes into the referral what its letter's chart shows: of the numbers from 0 to 10 that were
// told at the place at least twice, those with the most readings. None without a place.
void AddTrends(const rules::CompiledRuleSet& rules, const rules::Timeline& timeline,
               const std::optional<rules::Site>& site, v1::Referral& referral);

}  // namespace midstance::referrals
