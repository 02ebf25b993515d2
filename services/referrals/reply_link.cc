#include "services/referrals/reply_link.h"

#include <vector>

#include "services/rpc/authenticator.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::referrals {
namespace {

using storage::v1::ReplyToken;

bool CanBeUsed(const ReplyToken& token) {
  return !token.has_use_time() && !token.has_revoke_time();
}

}  // namespace

absl::StatusOr<std::string> MakeReplyLink(const rpc::Call& call, storage::Writer& writer,
                                          rpc::RandomSource& random, v1::Referral& referral) {
  std::string secret = rpc::MakeToken(rpc::TokenKind::kReply, random);
  *referral.mutable_reply_link_expire_time() = TimestampOf(call.now + kReplyLinkLife);
  ReplyToken token;
  token.set_name(rpc::TokenName(secret));
  token.set_referral(referral.name());
  *token.mutable_expire_time() = referral.reply_link_expire_time();
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(token, call.now));
  return secret;
}

absl::Status EndReplyLink(const rpc::Call& call, storage::Writer& writer, v1::Referral& referral) {
  if (!referral.has_reply_link_expire_time()) return absl::OkStatus();
  storage::Query query;
  query.where = storage::Filter::Equal("referral", referral.name());
  std::vector<ReplyToken> out;
  MIDSTANCE_RETURN_IF_ERROR(writer.ForEach<ReplyToken>(query, [&out](ReplyToken& token) {
    if (CanBeUsed(token)) out.push_back(std::move(token));
  }));
  for (auto& token : out) {
    *token.mutable_revoke_time() = TimestampOf(call.now);
    MIDSTANCE_RETURN_IF_ERROR(writer.Update(token, call.now));
  }
  referral.clear_reply_link_expire_time();
  return absl::OkStatus();
}

absl::Status UseReplyLink(const rpc::Call& call, storage::Writer& writer, v1::Referral& referral) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto token, writer.GetGuarded<ReplyToken>(call.principal.session));
  if (!token.has_value() || token->has_revoke_time() || token->referral() != referral.name()) {
    return rpc::ReplyLinkEnded();
  }
  if (token->has_use_time()) return rpc::ReplyLinkUsed();
  *token->mutable_use_time() = TimestampOf(call.now);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(*token, call.now));
  referral.clear_reply_link_expire_time();
  return absl::OkStatus();
}

absl::Status UpdateWithoutStep(storage::Writer& writer, v1::Referral& referral) {
  return writer.Update(referral, InstantOf(referral.update_time()));
}

bool IsAccepted(const v1::Referral& referral) {
  return !referral.replies().empty() &&
         referral.replies().rbegin()->answer() == v1::Referral::ANSWER_ACCEPTED;
}

}  // namespace midstance::referrals
