#include <algorithm>
#include <utility>

#include "midstance/v1/delivery.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "services/delivery/name.h"
#include "services/referrals/drafting.h"
#include "services/referrals/letter_file.h"
#include "services/referrals/lifecycle.h"
#include "services/referrals/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/digest.h"
#include "support/status.h"

namespace midstance::referrals {
namespace {

using v1::Delivery;

absl::Status CheckWay(const std::vector<Delivery::Channel>& channels, Delivery::Channel way,
                      const v1::Referral& referral) {
  if (way == Delivery::CHANNEL_UNSPECIFIED) return absl::OkStatus();
  if (std::find(channels.begin(), channels.end(), way) == channels.end()) {
    return FieldInvalid("deliver_by", "must be a way that this server is configured for");
  }
  if (way == Delivery::CHANNEL_MAIL && referral.addressee().email().empty()) {
    return FieldInvalid("deliver_by", "needs the address of the addressee (addressee.email)");
  }
  return absl::OkStatus();
}

// Of the last step, by which the letter goes out.
Delivery DeliveryOf(const v1::Referral& referral, Delivery::Channel way, Instant now) {
  Delivery delivery;
  delivery.set_name(delivery::NameOf(referral.name(), referral.steps_size(), "", way));
  delivery.set_kind(Delivery::KIND_LETTER);
  delivery.set_channel(way);
  delivery.set_state(Delivery::STATE_WAITING);
  delivery.set_about(referral.name());
  delivery.set_letter_sha256(referral.letter_sha256());
  *delivery.mutable_next_attempt_time() = TimestampOf(now);
  return delivery;
}

}  // namespace

absl::StatusOr<v1::Referral> SendReferral::operator()(
    const rpc::Call& call, storage::Writer& writer, const v1::SendReferralRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto referral, writer.Get<v1::Referral>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(referral, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(CheckWay(channels, request.deliver_by(), referral));
  const auto from = referral.state();
  MIDSTANCE_RETURN_IF_ERROR(
      Move(call, v1::Referral::STATE_SENT, call.now, request.channel(), referral));
  MIDSTANCE_ASSIGN_OR_RETURN(auto engine, engines.At(writer, call.now));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto known,
                             Known::Of(call, writer, std::move(engine), referral));
  MIDSTANCE_RETURN_IF_ERROR(known.MayBeSent(referral, from));
  MIDSTANCE_ASSIGN_OR_RETURN(auto letter, LetterFileOf(writer, referral));
  const std::string sha256 = Hex(Sha256(letter.pdf()));
  if (!request.letter_sha256().empty() && request.letter_sha256() != sha256) {
    return FieldInvalid("letter_sha256", "is not of the letter as it is now: look at it again");
  }
  referral.set_letter_sha256(sha256);
  if (letter.etag().empty()) MIDSTANCE_RETURN_IF_ERROR(writer.Insert(letter, call.now));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(referral, call.now));
  if (request.deliver_by() != Delivery::CHANNEL_UNSPECIFIED) {
    Delivery delivery = DeliveryOf(referral, request.deliver_by(), call.now);
    MIDSTANCE_RETURN_IF_ERROR(writer.Insert(delivery, call.now));
  }
  return referral;
}

}  // namespace midstance::referrals
