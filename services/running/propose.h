#pragma once

#include <vector>

#include "services/running/judge.h"

namespace midstance::running {

// Where a plan goes on from after its decisions.
struct Resumed {
  int stage = 0;
  Instant at;  // reports observed by then are of before
  Day since;   // sessions count from this day on
};
// Since its start, or since the decision that let it go on after a stop.
Resumed ResumedAt(const v1::RunningPlan& plan, const schedule::ClinicCalendar& calendar);

// What the facts known at `as_of` say about the stage of a plan that is not over. A report that was
// entered before the last decision was in view then and moves nothing again. One that came later
// and breaks what an earlier advance rested on takes the stage back and says so: which check-in, of
// which day, entered when.
v1::StageProposal Propose(const Table& table, const Facts& facts, const v1::RunningPlan& plan,
                          Instant as_of);

// From where a history is replayed.
struct ReplayStart {
  int stage = 0;
  Instant at;
  Day since;
  v1::RunningPlan::PainRule rule = v1::RunningPlan::PAIN_RULE_ANY_PAIN_STOPS;
};

// What the table alone makes of the facts, day by day in the order of observation: a function of
// the set of facts. When and in which order they were entered does not matter. Ends with a stop.
std::vector<v1::StageStep> Replay(const Table& table, const Facts& facts, const ReplayStart& start);

}  // namespace midstance::running
