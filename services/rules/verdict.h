#pragma once

#include "services/rules/conditions.h"
#include "services/rules/days.h"
#include "services/rules/program.h"
#include "services/rules/timeline.h"

namespace midstance::rules {

// What is looked at, and what of it counts; see Scope.
struct View {
  const Program& program;
  const Timeline& timeline;
  bool as_observed = false;
  bool all_entered = false;

  Scope At(const Timeline::Track& track, const Moment& moment, v1::Urgency urgency) const {
    return {.program = program,
            .timeline = timeline,
            .track = track,
            .as_of = moment.at,
            .day = moment.day,
            .lasting = urgency == v1::EMERGENCY,
            .as_observed = as_observed,
            .all_entered = all_entered};
  }
};

// A rule's answer at a key, undecided before anything is known of it, and the earliest day at whose
// start it may change without a new report becoming known.
struct Verdict {
  Truth truth = Truth::kUndecided;
  v1::Urgency urgency = v1::URGENCY_UNSPECIFIED;  // of a rule that holds
  DayNumber until = kNoDay;

  bool SameEffect(const Verdict& other) const {
    return (truth == Truth::kTrue) == (other.truth == Truth::kTrue) && urgency == other.urgency;
  }
};

Verdict VerdictAt(const View& view, const RuleInfo& rule, const Timeline::Track& track,
                  const Moment& moment);

}  // namespace midstance::rules
