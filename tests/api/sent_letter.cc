#include "tests/api/sent_letter.h"

#include "midstance/v1/referral_service.pb.h"

namespace midstance::testing {

using v1::Referral;

Referral SendLetter(Clinic& clinic, const std::string& sender, const std::string& a_case) {
  v1::CreateReferralRequest create;
  create.set_parent(a_case);
  create.mutable_referral()->set_escalation(
      clinic.CheckIn(sender, a_case, HotKnee()).escalations(0).name());
  create.mutable_referral()->mutable_addressee()->set_name("Dr Okafor");
  const auto draft = clinic.Must<Referral>(sender, "ReferralService/CreateReferral", create);
  v1::SendReferralRequest send;
  send.set_name(draft.name());
  send.set_etag(draft.etag());
  send.set_channel("fax");
  return clinic.Must<Referral>(sender, "ReferralService/SendReferral", send);
}

Referral ReadReferral(Clinic& clinic, const std::string& sender, const std::string& name) {
  v1::GetReferralRequest get;
  get.set_name(name);
  return clinic.Must<Referral>(sender, "ReferralService/GetReferral", get);
}

std::string IssueReplyLink(Clinic& clinic, const std::string& sender, const std::string& name) {
  v1::IssueReplyLinkRequest request;
  request.set_name(name);
  request.set_etag(ReadReferral(clinic, sender, name).etag());
  return clinic.Must<v1::IssueReplyLinkResponse>(sender, "ReferralService/IssueReplyLink", request)
      .token();
}

}  // namespace midstance::testing
