#pragma once

#include <absl/status/status.h>

#include <string>

#include "midstance/v1/case.pb.h"
#include "support/time.h"

// How a case moves. Only a person moves it, and only in these ways.
//   hold        every state but ON_HOLD and the ended ones  -> ON_HOLD
//   resume      ON_HOLD                                     -> the state before it
//   discharge   every state but the ended ones              -> DISCHARGED
//   reopen      DISCHARGED, CLOSED_INCOMPLETE               -> OPEN
//   assess      DRAFT, OPEN                                 -> ASSESSED (the first assessment)
namespace midstance::cases {

enum class Move { kHold, kResume, kDischarge, kReopen, kAssess };

// DISCHARGED or CLOSED_INCOMPLETE: takes no records.
bool Ended(const v1::Case& of);
// STATE_FORBIDS when the case has ended.
absl::Status NotEnded(const v1::Case& of);

bool MayMove(const v1::Case& of, Move move);
// Changes state, state_reason, state_time and held_state; STATE_FORBIDS when the move is not legal.
absl::Status Apply(v1::Case& to, Move move, const std::string& reason, Instant now);

}  // namespace midstance::cases
