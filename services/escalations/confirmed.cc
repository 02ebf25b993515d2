#include "services/escalations/confirmed.h"

namespace midstance::escalations {

using v1::Escalation;
using v1::Referral;

Referral::Answer FoundBy(const Referral& referral) {
  const auto& replies = referral.replies();
  for (auto reply = replies.rbegin(); reply != replies.rend(); ++reply) {
    switch (reply->answer()) {
      case Referral::ANSWER_CONFIRMED:
      case Referral::ANSWER_OTHER_FINDING:
      case Referral::ANSWER_NOTHING_FOUND:
        return reply->answer();
      default:
        break;
    }
  }
  return Referral::ANSWER_UNSPECIFIED;
}

bool IsConfirmed(const Escalation& escalation, const Referral* latest) {
  const auto found = latest == nullptr ? Referral::ANSWER_UNSPECIFIED : FoundBy(*latest);
  if (found == Referral::ANSWER_CONFIRMED) return true;
  if (escalation.has_resolution()) {
    const auto outcome = escalation.resolution().outcome();
    return outcome == Escalation::OUTCOME_REFERRED || outcome == Escalation::OUTCOME_TREATED_ON;
  }
  if (latest == nullptr || found == Referral::ANSWER_NOTHING_FOUND) return false;
  return found == Referral::ANSWER_OTHER_FINDING || !latest->finding().empty();
}

}  // namespace midstance::escalations
