#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/letter_file.h"
#include "services/referrals/lifecycle.h"
#include "services/referrals/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/digest.h"
#include "support/status.h"

namespace midstance::referrals {

absl::StatusOr<v1::Referral> SendReferral(const rpc::Call& call, storage::Writer& writer,
                                          const v1::SendReferralRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto referral, writer.Get<v1::Referral>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(referral, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(
      Move(call, v1::Referral::STATE_SENT, call.now, request.channel(), referral));
  MIDSTANCE_ASSIGN_OR_RETURN(auto letter, LetterFileOf(writer, referral));
  const std::string sha256 = Hex(Sha256(letter.pdf()));
  if (!request.letter_sha256().empty() && request.letter_sha256() != sha256) {
    return FieldInvalid("letter_sha256", "is not of the letter as it is now: look at it again");
  }
  referral.set_letter_sha256(sha256);
  if (letter.etag().empty()) MIDSTANCE_RETURN_IF_ERROR(writer.Insert(letter, call.now));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(referral, call.now));
  return referral;
}

}  // namespace midstance::referrals
