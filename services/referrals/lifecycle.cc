#include "services/referrals/lifecycle.h"

#include "support/names.h"
#include "support/status.h"

namespace midstance::referrals {
namespace {

using v1::Referral;

// The numbers of the states from SENT to ACTED_ON are in the order of the loop.
static_assert(Referral::STATE_SENT < Referral::STATE_DELIVERED);
static_assert(Referral::STATE_REPORT_RECEIVED < Referral::STATE_ACTED_ON);
static_assert(Referral::STATE_ACTED_ON == Referral::STATE_SENT + 6);

bool IsUnderWay(Referral::State state) {
  return state >= Referral::STATE_SENT && state <= Referral::STATE_REPORT_RECEIVED;
}

// What the referral says was found, when the answer has no words of its own.
std::string FindingOf(const Referral::Reply& reply) {
  if (!reply.text().empty()) return reply.text();
  return reply.answer() == Referral::ANSWER_CONFIRMED ? "What was suspected was found."
                                                      : "Nothing was found.";
}

bool IsSetback(Referral::State state) {
  return state == Referral::STATE_DECLINED || state == Referral::STATE_LOST ||
         state == Referral::STATE_RETURNED;
}

// What the receiver tells counts also of what was given up: else it would be sent again although
// she has answered.
bool IsAnsweredAfterAll(Referral::State from, Referral::State to) {
  if (!IsSetback(from) || from == to) return false;
  return (to >= Referral::STATE_ACKNOWLEDGED && to <= Referral::STATE_REPORT_RECEIVED) ||
         to == Referral::STATE_DECLINED || to == Referral::STATE_RETURNED;
}

}  // namespace

bool MayMove(Referral::State from, Referral::State to) {
  switch (to) {
    case Referral::STATE_SENT:
      return from == Referral::STATE_DRAFTED || from == Referral::STATE_LOST ||
             from == Referral::STATE_RETURNED;
    case Referral::STATE_DELIVERED:
    case Referral::STATE_ACKNOWLEDGED:
    case Referral::STATE_SCHEDULED:
    case Referral::STATE_SEEN:
    case Referral::STATE_REPORT_RECEIVED:
    case Referral::STATE_ACTED_ON:
      return (IsUnderWay(from) && from < to) || IsAnsweredAfterAll(from, to);
    case Referral::STATE_DECLINED:
    case Referral::STATE_LOST:
    case Referral::STATE_RETURNED:
      return IsUnderWay(from) || IsAnsweredAfterAll(from, to);
    case Referral::STATE_CLOSED:
      return from != Referral::STATE_UNSPECIFIED && from != Referral::STATE_CLOSED;
    default:
      return false;
  }
}

Referral::State StateAfter(Referral::Answer answer) {
  switch (answer) {
    case Referral::ANSWER_CONFIRMED:
    case Referral::ANSWER_OTHER_FINDING:
    case Referral::ANSWER_NOTHING_FOUND:
      return Referral::STATE_REPORT_RECEIVED;
    case Referral::ANSWER_ACCEPTED:
      return Referral::STATE_ACKNOWLEDGED;
    case Referral::ANSWER_DECLINED:
      return Referral::STATE_DECLINED;
    case Referral::ANSWER_MORE_NEEDED:
      return Referral::STATE_RETURNED;
    default:
      return Referral::STATE_UNSPECIFIED;
  }
}

bool TakeReply(const rpc::Call& call, const Referral::Reply& reply, Referral& referral) {
  *referral.add_replies() = reply;
  const auto to = StateAfter(reply.answer());
  if (to == Referral::STATE_REPORT_RECEIVED) referral.set_finding(FindingOf(reply));
  if (!MayMove(referral.state(), to)) return false;
  referral.set_state(to);
  AddStep(call, InstantOf(reply.reply_time()), "answered by the reply link", referral);
  return true;
}

void AddStep(const rpc::Call& call, Instant occurred, const std::string& note, Referral& referral) {
  auto& step = *referral.add_steps();
  step.set_state(referral.state());
  *step.mutable_time() = TimestampOf(occurred);
  step.set_actor(call.principal.name);
  step.set_note(note);
}

absl::Status Move(const rpc::Call& call, Referral::State to, Instant occurred,
                  const std::string& note, Referral& referral) {
  if (!MayMove(referral.state(), to)) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/Referral", referral.name())
        .With("state", Referral::State_Name(referral.state()))
        .With("step", Referral::State_Name(to))
        .Because("the step does not lead on from where the referral stands");
  }
  if (!ResourceName::Parse(call.principal.name, Kind::kUser).ok()) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/Referral", referral.name())
        .Because("only a person moves a referral");
  }
  if (note.empty() && (IsSetback(to) || to == Referral::STATE_CLOSED)) {
    return FieldInvalid(to == Referral::STATE_CLOSED ? "reason" : "note", "must say why");
  }
  referral.set_state(to);
  AddStep(call, occurred, note, referral);
  return absl::OkStatus();
}

}  // namespace midstance::referrals
