#include "services/cases/lifecycle.h"

#include "services/cases/workflow.h"
#include "support/status.h"

namespace midstance::cases {
namespace {

v1::Case::State After(const v1::Case& of, const v1::CaseMoveRule& rule) {
  if (rule.to() != v1::Case::STATE_UNSPECIFIED) return rule.to();
  // A pause from before held_state was kept.
  return of.held_state() == v1::Case::STATE_UNSPECIFIED ? v1::Case::STATE_OPEN : of.held_state();
}

void AddMove(v1::Case& to, v1::Case::State from, Instant now, const std::string& author) {
  // The first tells how it began, the latest where it stands.
  if (to.moves_size() >= kMostMoves) to.mutable_moves()->DeleteSubrange(1, 1);
  auto& move = *to.add_moves();
  move.set_from(from);
  move.set_to(to.state());
  *move.mutable_move_time() = TimestampOf(now);
  move.set_author(author);
  move.set_reason(to.state_reason());
}

}  // namespace

std::string_view MethodOf(Move move) {
  switch (move) {
    case Move::kHold:
      return "HoldCase";
    case Move::kResume:
      return "ResumeCase";
    case Move::kDischarge:
      return "DischargeCase";
    case Move::kReopen:
      return "ReopenCase";
    case Move::kAssess:
      return "RecordAssessment";
    case Move::kOpen:
      return "OpenCase";
    case Move::kStartProgram:
      return "StartProgram";
    case Move::kMarkReviewDue:
      return "MarkReviewDue";
    case Move::kRefer:
      return "ReferCase";
    case Move::kPlanDischarge:
      return "PlanDischarge";
    case Move::kClose:
      return "CloseCase";
  }
  return "";
}

bool Ended(const v1::Case& of) {
  return of.state() == v1::Case::STATE_DISCHARGED ||
         of.state() == v1::Case::STATE_CLOSED_INCOMPLETE;
}

absl::Status NotEnded(const v1::Case& of) {
  return Ended(of) ? MoveForbidden(of, "the case has ended; reopen it as a new one first")
                   : absl::OkStatus();
}

const v1::CaseMoveRule* RuleFor(const v1::Case& of, Move move) {
  for (const auto& rule : MoveTable().moves()) {
    if (rule.from() == of.state() && rule.method() == MethodOf(move)) return &rule;
  }
  return nullptr;
}

bool MayMove(const v1::Case& of, Move move) { return RuleFor(of, move) != nullptr; }

absl::Status MoveForbidden(const v1::Case& of, std::string_view because) {
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/Case", of.name())
      .With("state", v1::Case::State_Name(of.state()))
      .Because(because);
}

absl::Status Apply(v1::Case& to, Move move, const std::string& reason, Instant now,
                   const std::string& author) {
  const auto* const rule = RuleFor(to, move);
  if (rule == nullptr || rule->new_case()) {
    return MoveForbidden(to, "the case cannot make this move from its state");
  }
  const auto before = to.state();
  to.set_state(After(to, *rule));
  to.set_held_state(move == Move::kHold ? before : v1::Case::STATE_UNSPECIFIED);
  to.set_state_reason(reason);
  *to.mutable_state_time() = TimestampOf(now);
  AddMove(to, before, now, author);
  return absl::OkStatus();
}

void Begin(v1::Case& made, v1::Case::State state, const std::string& reason, Instant now,
           const std::string& author) {
  made.set_state(state);
  made.set_state_reason(reason);
  *made.mutable_state_time() = TimestampOf(now);
  made.clear_moves();
  AddMove(made, v1::Case::STATE_UNSPECIFIED, now, author);
}

}  // namespace midstance::cases
