#pragma once

#include <absl/status/statusor.h>

#include <vector>

#include "midstance/v1/delivery.pb.h"
#include "services/cases/engine/engines.h"
#include "services/rpc/call.h"
#include "services/rpc/ids.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class AnswerReferralRequest;
class AnswerReferralResponse;
class CloseReferralRequest;
class CreateReferralRequest;
class GetReferralForReplyRequest;
class GetReferralRequest;
class IssueReplyLinkRequest;
class IssueReplyLinkResponse;
class ListReferralsRequest;
class ListReferralsResponse;
class RecordReferralStepRequest;
class RedraftReferralRequest;
class Referral;
class ReferralForReply;
class RenderReferralRequest;
class RenderReferralResponse;
class SendReferralRequest;
class UpdateReferralRequest;
}  // namespace midstance::v1

// The methods of ReferralService; what each promises stands in the proto.
namespace midstance::referrals {

struct CreateReferral {
  const cases::Engines& engines;

  absl::StatusOr<v1::Referral> operator()(const rpc::Call& call, storage::Writer& writer,
                                          const v1::CreateReferralRequest& request) const;
};

absl::StatusOr<v1::Referral> GetReferral(const rpc::Call& call, const storage::Reader& reader,
                                         const v1::GetReferralRequest& request);

struct ListReferrals {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListReferralsResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListReferralsRequest& request) const;
};

struct UpdateReferral {
  const cases::Engines& engines;

  absl::StatusOr<v1::Referral> operator()(const rpc::Call& call, storage::Writer& writer,
                                          const v1::UpdateReferralRequest& request) const;
};

struct RedraftReferral {
  const cases::Engines& engines;

  absl::StatusOr<v1::Referral> operator()(const rpc::Call& call, storage::Writer& writer,
                                          const v1::RedraftReferralRequest& request) const;
};

struct SendReferral {
  const cases::Engines& engines;
  // By which the server sends letters.
  const std::vector<v1::Delivery::Channel>& channels;

  absl::StatusOr<v1::Referral> operator()(const rpc::Call& call, storage::Writer& writer,
                                          const v1::SendReferralRequest& request) const;
};

absl::StatusOr<v1::Referral> RecordReferralStep(const rpc::Call& call, storage::Writer& writer,
                                                const v1::RecordReferralStepRequest& request);

absl::StatusOr<v1::Referral> CloseReferral(const rpc::Call& call, storage::Writer& writer,
                                           const v1::CloseReferralRequest& request);

absl::StatusOr<v1::RenderReferralResponse> RenderReferral(const rpc::Call& call,
                                                          const storage::Reader& reader,
                                                          const v1::RenderReferralRequest& request);

struct IssueReplyLink {
  rpc::RandomSource& random;

  absl::StatusOr<v1::IssueReplyLinkResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::IssueReplyLinkRequest& request) const;
};

absl::StatusOr<v1::ReferralForReply> GetReferralForReply(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::GetReferralForReplyRequest& request);

struct AnswerReferral {
  rpc::RandomSource& random;

  absl::StatusOr<v1::AnswerReferralResponse> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::AnswerReferralRequest& request) const;
};

}  // namespace midstance::referrals
