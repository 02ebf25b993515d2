#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/letter_file.h"
#include "services/referrals/reply_link.h"
#include "services/referrals/verbs.h"
#include "services/rpc/clinic_name.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::referrals {

absl::StatusOr<v1::ReferralForReply> GetReferralForReply(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::GetReferralForReplyRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto referral, reader.Get<v1::Referral>(request.name()));
  const auto format =
      request.format() == v1::LETTER_FORMAT_UNSPECIFIED ? v1::LETTER_FORMAT_PDF : request.format();
  MIDSTANCE_ASSIGN_OR_RETURN(auto letter, Rendered(reader, referral, format));
  v1::ReferralForReply shown;
  shown.set_name(referral.name());
  shown.set_clinic(rpc::ClinicName(reader));
  shown.set_urgency(referral.urgency());
  shown.set_question(referral.question());
  shown.set_content(letter.content().empty() ? letter.text() : letter.content());
  shown.set_media_type(letter.media_type());
  shown.set_sha256(letter.sha256());
  shown.set_letter_sha256(referral.letter_sha256());
  *shown.mutable_expire_time() = TimestampOf(call.principal.expires);
  shown.set_accepted(IsAccepted(referral));
  return shown;
}

}  // namespace midstance::referrals
