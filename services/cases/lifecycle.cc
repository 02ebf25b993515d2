#include "services/cases/lifecycle.h"

#include <array>

#include "support/status.h"

namespace midstance::cases {
namespace {

using State = v1::Case;

struct Row {
  State::State from;
  bool hold, resume, discharge, reopen, assess;
};

constexpr std::array kMoves = {
    //                              hold   resume discharge reopen assess
    Row{State::STATE_DRAFT, true, false, true, false, true},
    Row{State::STATE_OPEN, true, false, true, false, true},
    Row{State::STATE_ASSESSED, true, false, true, false, false},
    Row{State::STATE_IN_PROGRAM, true, false, true, false, false},
    Row{State::STATE_REVIEW_DUE, true, false, true, false, false},
    Row{State::STATE_ON_HOLD, false, true, true, false, false},
    Row{State::STATE_REFERRED, true, false, true, false, false},
    Row{State::STATE_DISCHARGE_PLANNED, true, false, true, false, false},
    Row{State::STATE_DISCHARGED, false, false, false, true, false},
    Row{State::STATE_CLOSED_INCOMPLETE, false, false, false, true, false},
};

v1::Case::State After(const v1::Case& of, Move move) {
  switch (move) {
    case Move::kHold:
      return v1::Case::STATE_ON_HOLD;
    case Move::kResume:
      return of.held_state();
    case Move::kDischarge:
      return v1::Case::STATE_DISCHARGED;
    case Move::kReopen:
      return v1::Case::STATE_OPEN;
    case Move::kAssess:
      return v1::Case::STATE_ASSESSED;
  }
  return v1::Case::STATE_UNSPECIFIED;
}

absl::Status Forbidden(const v1::Case& of, const char* because) {
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/Case", of.name())
      .With("state", v1::Case::State_Name(of.state()))
      .Because(because);
}

}  // namespace

bool Ended(const v1::Case& of) {
  return of.state() == v1::Case::STATE_DISCHARGED ||
         of.state() == v1::Case::STATE_CLOSED_INCOMPLETE;
}

absl::Status NotEnded(const v1::Case& of) {
  return Ended(of) ? Forbidden(of, "the case has ended; reopen it first") : absl::OkStatus();
}

bool MayMove(const v1::Case& of, Move move) {
  for (const Row& row : kMoves) {
    if (row.from != of.state()) continue;
    switch (move) {
      case Move::kHold:
        return row.hold;
      case Move::kResume:
        return row.resume;
      case Move::kDischarge:
        return row.discharge;
      case Move::kReopen:
        return row.reopen;
      case Move::kAssess:
        return row.assess;
    }
  }
  return false;
}

absl::Status Apply(v1::Case& to, Move move, const std::string& reason, Instant now) {
  if (!MayMove(to, move)) return Forbidden(to, "the case cannot make this move from its state");
  const auto before = to.state();
  to.set_state(After(to, move));
  to.set_held_state(move == Move::kHold ? before : v1::Case::STATE_UNSPECIFIED);
  to.set_state_reason(reason);
  *to.mutable_state_time() = TimestampOf(now);
  return absl::OkStatus();
}

}  // namespace midstance::cases
