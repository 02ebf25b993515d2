#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/case_workflow.pb.h"
#include "support/time.h"

// How a case moves. Only a person moves it, and only as a row of data/moves.textproto says.
namespace midstance::cases {

enum class Move : std::uint8_t {
  kHold,
  kResume,
  kDischarge,
  kReopen,
  kAssess,
  kOpen,
  kStartProgram,
  kMarkReviewDue,
  kRefer,
  kPlanDischarge,
  kClose,
};

// The reason on whatever ends because its case does.
inline constexpr char kEpisodeEnded[] = "The episode ended";

// As many are kept on a case; see Case.moves.
inline constexpr int kMostMoves = 200;

// The method of the API that makes the move, as the table calls it: "HoldCase".
std::string_view MethodOf(Move move);

// DISCHARGED or CLOSED_INCOMPLETE: takes no records.
bool Ended(const v1::Case& of);
// STATE_FORBIDS when the case has ended.
absl::Status NotEnded(const v1::Case& of);

// The row that allows the move from where the case stands; null when there is none.
const v1::CaseMoveRule* RuleFor(const v1::Case& of, Move move);
bool MayMove(const v1::Case& of, Move move);
// STATE_FORBIDS with the state.
absl::Status MoveForbidden(const v1::Case& of, std::string_view because);
// Changes state, state_reason, state_time and held_state and adds to the moves; STATE_FORBIDS, with
// nothing changed, when the move is not legal or makes a new case. What else the row needs is the
// caller's to check. `author` is who moves, "users/{user}".
absl::Status Apply(v1::Case& to, Move move, const std::string& reason, Instant now,
                   const std::string& author = {});
// The first state of a case that is being made.
void Begin(v1::Case& made, v1::Case::State state, const std::string& reason, Instant now,
           const std::string& author);

}  // namespace midstance::cases
