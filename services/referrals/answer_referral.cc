#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/lifecycle.h"
#include "services/referrals/reply_link.h"
#include "services/referrals/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"
#include "support/text.h"

namespace midstance::referrals {
namespace {

using v1::Referral;

absl::Status CheckAnswer(const v1::AnswerReferralRequest& request, const Referral& referral) {
  switch (request.answer()) {
    case Referral::ANSWER_ACCEPTED:
      if (!IsAccepted(referral)) return absl::OkStatus();
      return FieldInvalid("answer", "was accepted before: say what came of it");
    case Referral::ANSWER_OTHER_FINDING:
    case Referral::ANSWER_DECLINED:
    case Referral::ANSWER_MORE_NEEDED:
      if (!IsBlank(request.text())) return absl::OkStatus();
      return FieldInvalid("text", "must say what was found, why not, or what is needed");
    default:
      return absl::OkStatus();
  }
}

Referral::Reply ReplyOf(const rpc::Call& call, const v1::AnswerReferralRequest& request) {
  Referral::Reply reply;
  reply.set_answer(request.answer());
  reply.set_text(request.text());
  reply.set_answered_by(request.answered_by());
  *reply.mutable_reply_time() = TimestampOf(call.now);
  return reply;
}

}  // namespace

absl::StatusOr<v1::AnswerReferralResponse> AnswerReferral::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::AnswerReferralRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto referral, writer.Get<Referral>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(UseReplyLink(call, writer, referral));
  MIDSTANCE_RETURN_IF_ERROR(CheckAnswer(request, referral));
  const bool moved = TakeReply(call, ReplyOf(call, request), referral);
  v1::AnswerReferralResponse response;
  *response.mutable_reply_time() = TimestampOf(call.now);
  if (request.answer() == Referral::ANSWER_ACCEPTED) {
    MIDSTANCE_ASSIGN_OR_RETURN(*response.mutable_token(),
                               MakeReplyLink(call, writer, random, referral));
    *response.mutable_expire_time() = referral.reply_link_expire_time();
  }
  MIDSTANCE_RETURN_IF_ERROR(moved ? writer.Update(referral, call.now)
                                  : UpdateWithoutStep(writer, referral));
  return response;
}

}  // namespace midstance::referrals
