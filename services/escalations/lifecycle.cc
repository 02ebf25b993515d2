#include "services/escalations/lifecycle.h"

#include <algorithm>
#include <array>
#include <utility>

#include "support/names.h"
#include "support/status.h"

namespace midstance::escalations {
namespace {

using v1::Escalation;

struct Move {
  Answer answer;
  Escalation::State from;
  Escalation::State to;
  Escalation::Event::Kind event;
};

constexpr std::array kMoves = {
    Move{Answer::kAcknowledge, Escalation::STATE_OPEN, Escalation::STATE_ACKNOWLEDGED,
         Escalation::Event::KIND_ACKNOWLEDGED},
    Move{Answer::kAcknowledge, Escalation::STATE_EVIDENCE_CHANGED, Escalation::STATE_ACKNOWLEDGED,
         Escalation::Event::KIND_ACKNOWLEDGED},
    Move{Answer::kHandOver, Escalation::STATE_OPEN, Escalation::STATE_OPEN,
         Escalation::Event::KIND_HANDED_OVER},
    Move{Answer::kHandOver, Escalation::STATE_EVIDENCE_CHANGED, Escalation::STATE_EVIDENCE_CHANGED,
         Escalation::Event::KIND_HANDED_OVER},
    Move{Answer::kResolve, Escalation::STATE_OPEN, Escalation::STATE_RESOLVED,
         Escalation::Event::KIND_RESOLVED},
    Move{Answer::kResolve, Escalation::STATE_ACKNOWLEDGED, Escalation::STATE_RESOLVED,
         Escalation::Event::KIND_RESOLVED},
    Move{Answer::kResolve, Escalation::STATE_EVIDENCE_CHANGED, Escalation::STATE_RESOLVED,
         Escalation::Event::KIND_RESOLVED},
};

}  // namespace

absl::Status Apply(const rpc::Call& call, Answer answer, std::string text, Escalation& escalation) {
  const auto move = std::find_if(kMoves.begin(), kMoves.end(), [&](const Move& one) {
    return one.answer == answer && one.from == escalation.state();
  });
  if (move == kMoves.end()) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/Escalation", escalation.name())
        .With("state", Escalation::State_Name(escalation.state()))
        .Because("the escalation was answered before");
  }
  if (!ResourceName::Parse(call.principal.name, Kind::kUser).ok()) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/Escalation", escalation.name())
        .Because("only a person answers for an escalation");
  }
  if (answer == Answer::kResolve && text.empty()) return FieldInvalid("reason", "must say why");
  escalation.set_state(move->to);
  auto& event = *escalation.add_history();
  *event.mutable_time() = TimestampOf(call.now);
  event.set_actor(call.principal.name);
  event.set_kind(move->event);
  event.set_text(std::move(text));
  return absl::OkStatus();
}

}  // namespace midstance::escalations
