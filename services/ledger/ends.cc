#include "services/ledger/ends.h"

#include <algorithm>

#include "services/referrals/lifecycle.h"
#include "support/text.h"
#include "support/time.h"

namespace midstance::ledger {
namespace {

using v1::Escalation;
using v1::Referral;

// The step of an answer that came by the reply link: there is such an answer, of that moment.
bool IsOfReply(const Referral::Step& step, const Referral& referral) {
  return step.actor() == referral.name() &&
         std::any_of(referral.replies().begin(), referral.replies().end(),
                     [&step](const Referral::Reply& reply) {
                       return referrals::StateAfter(reply.answer()) == step.state() &&
                              InstantOf(reply.reply_time()) == InstantOf(step.time());
                     });
}

class Doubts {
 public:
  explicit Doubts(const std::string& resource) : resource_(resource) {}
  void AddUnless(bool holds, const char* what) {
    if (!holds) violations_.push_back({resource_, what});
  }
  std::vector<Violation> Take() { return std::move(violations_); }

 private:
  const std::string& resource_;
  std::vector<Violation> violations_;
};

}  // namespace

std::vector<Violation> CheckEnd(const Escalation& escalation, const People& people) {
  Doubts doubts(escalation.name());
  doubts.AddUnless(escalation.state() != Escalation::STATE_UNSPECIFIED, "stands nowhere");
  if (escalation.state() != Escalation::STATE_RESOLVED) return doubts.Take();
  const auto& end = escalation.resolution();
  const auto& history = escalation.history();
  doubts.AddUnless(people.contains(end.resolved_by()), "was ended by nobody of the clinic");
  doubts.AddUnless(!IsBlank(end.reason()), "was ended without a reason");
  doubts.AddUnless(end.outcome() != Escalation::OUTCOME_UNSPECIFIED,
                   "was ended without an outcome");
  doubts.AddUnless(end.has_resolve_time(), "was ended at no time");
  doubts.AddUnless(std::any_of(history.begin(), history.end(),
                               [&](const Escalation::Event& event) {
                                 return event.kind() == Escalation::Event::KIND_RESOLVED &&
                                        event.actor() == end.resolved_by();
                               }),
                   "was ended by somebody of whom its history does not tell");
  return doubts.Take();
}

std::vector<Violation> CheckEnd(const Referral& referral, const People& people) {
  Doubts doubts(referral.name());
  doubts.AddUnless(referral.state() != Referral::STATE_UNSPECIFIED, "stands nowhere");
  for (const auto& step : referral.steps()) {
    doubts.AddUnless(people.contains(step.actor()) || IsOfReply(step, referral),
                     "was moved by nobody of the clinic");
  }
  const bool told =
      !referral.steps().empty() && referral.steps().rbegin()->state() == referral.state();
  doubts.AddUnless(told, "stands where no step led");
  if (referral.state() != Referral::STATE_CLOSED) return doubts.Take();
  doubts.AddUnless(!IsBlank(referral.close_reason()), "was ended without a reason");
  return doubts.Take();
}

bool IsEnded(const Escalation& escalation, const People& people) {
  return escalation.state() == Escalation::STATE_RESOLVED && CheckEnd(escalation, people).empty();
}

}  // namespace midstance::ledger
