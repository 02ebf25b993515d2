#include "services/cases/engine/keep.h"

#include <utility>

#include "midstance/v1/referral.pb.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::cases {
namespace {

// When the letter's step was taken stays as it was: only its targets follow.
absl::Status RaiseReferral(storage::Writer& writer, const v1::Escalation& escalation) {
  if (escalation.referral().empty()) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(auto referral, writer.Get<v1::Referral>(escalation.referral()));
  if (referral.state() == v1::Referral::STATE_CLOSED ||
      referral.urgency() >= escalation.urgency()) {
    return absl::OkStatus();
  }
  referral.set_urgency(escalation.urgency());
  return writer.Update(referral, InstantOf(referral.update_time()));
}

}  // namespace

absl::StatusOr<std::vector<v1::Escalation>> Keep(storage::Writer& writer, Instant now,
                                                 std::vector<v1::Escalation>& opened,
                                                 std::vector<v1::Escalation>& changed) {
  std::vector<v1::Escalation> kept;
  for (auto& escalation : opened) {
    MIDSTANCE_RETURN_IF_ERROR(writer.Insert(escalation, now));
    kept.push_back(std::move(escalation));
  }
  for (auto& escalation : changed) {
    MIDSTANCE_RETURN_IF_ERROR(writer.Update(escalation, now));
    MIDSTANCE_RETURN_IF_ERROR(RaiseReferral(writer, escalation));
    kept.push_back(std::move(escalation));
  }
  return kept;
}

}  // namespace midstance::cases
