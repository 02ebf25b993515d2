#pragma once

#include <vector>

#include "midstance/v1/adherence.pb.h"
#include "midstance/v1/outcome_score.pb.h"
#include "services/adherence/clinic_day.h"
#include "services/adherence/parameters.h"
#include "services/measures/library.h"

namespace midstance::progress {

// How the outcome measures of a case moved over the days of a program. `records` are its ACTIVE
// ones in any order.
//
// The start is the last record until the program's first day, or else the first one after it, both
// within `baseline_reach_days`; the end is the last record until `baseline_reach_days` after the
// last day. It is too soon before the program has lasted `enough_days`, and too old
// `latest_reach_days` before its last day. What lies between is judged by the measure's error and
// smallest important change (measures::TrendsOf): better or worse by what matters, or neither.
//
// UNSPECIFIED, with the reason in its sentence, is a score that stands for one end alone or cannot
// be compared, of a measure whose important change is not known, and one that was too good at the
// start to get better by what matters. Where the whole score can be compared the single activities
// that a patient named are left out; where it cannot, they are judged each by itself.
std::vector<v1::OutcomeChange> ScoreChanges(const measures::Library& library,
                                            std::vector<v1::OutcomeScore> records,
                                            const adherence::Days& program,
                                            const adherence::Parameters& parameters,
                                            const schedule::ClinicCalendar& calendar);

}  // namespace midstance::progress
