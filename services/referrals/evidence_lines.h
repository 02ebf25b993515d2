#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "midstance/v1/escalation.pb.h"
#include "services/rules/compile.h"
#include "services/rules/timeline.h"
#include "services/schedule/clinic_calendar.h"

namespace midstance::referrals {

// "18, 20 and 23 Nov 2026", "23 Nov 2026 at 06:41 and 15:05 UTC+1"; of many days how many they are
// and from when to when. Days and times are the clinic's. Moments in microseconds, in any order.
std::string DatesWords(std::vector<std::int64_t> moments, const schedule::ClinicCalendar& calendar);

// What raised the escalation, a line for each finding with every day on which it was reported: the
// reports that its rules name, and those around them that say the same without another answer in
// between. The oldest finding first.
std::vector<std::string> EvidenceLines(const v1::Escalation& escalation,
                                       const rules::CompiledRuleSet& rules,
                                       const rules::Timeline& timeline,
                                       const schedule::ClinicCalendar& calendar);

}  // namespace midstance::referrals
