#pragma once

#include "midstance/rules/v1/evaluation.pb.h"
#include "services/rules/compile.h"
#include "services/rules/timeline.h"
#include "support/time.h"

namespace midstance::rules {

struct Options {
  // false: only the rules that hold. true: every rule for every key, with why not.
  bool explain_all = false;
  // With `explain_all`: an undecided result tells all that nobody answered, also where nothing
  // points its way. `would_decide` of the whole stays what it is.
  bool ask_all = false;
  // Looks back: as if each report had been known when it was observed, and nothing observed after
  // `as_of` existed. Asks nothing, and has a recheck time only where one lies before
  // `recheck_until`.
  bool as_observed = false;
  std::optional<Instant> recheck_until = std::nullopt;
  // Reports entered after `as_of` count too. Whether they exist is settled by whoever gives the
  // timeline: the clocks of two calls may disagree with the order in which they are committed.
  bool all_entered = false;
};

// What the rules say about a timeline at a moment. Pure, total and deterministic; does not depend
// on the order in which the timeline's reports were given. Reports known only after `as_of` do not
// count. Safe to call from several threads.
//
// Both forms agree on the rules that hold, on `recheck_time` and on `would_decide`.
v1::Evaluation Evaluate(const CompiledRuleSet& rules, const Timeline& timeline, Instant as_of,
                        const Options& options = {});

}  // namespace midstance::rules
