#pragma once

#include <absl/status/statusor.h>

#include <chrono>

#include "services/cases/engine/engines.h"
#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class ActivateRuleSetRevisionRequest;
class ApproveRuleSetRevisionRequest;
class CreateRuleSetRevisionRequest;
class EvaluateRuleSetRequest;
class EvaluateRuleSetResponse;
class GetRuleSetRequest;
class GetRuleSetRevisionRequest;
class ListRuleSetActivationsRequest;
class ListRuleSetActivationsResponse;
class ListRuleSetRevisionsRequest;
class ListRuleSetRevisionsResponse;
class ListRuleSetsRequest;
class ListRuleSetsResponse;
class RuleSet;
class RuleSetActivation;
class RuleSetRevision;
}  // namespace midstance::v1

// The methods of RuleSetService; what each promises stands in the proto. The server knows one rule
// set; each clinic has revisions of it, one of them active.
namespace midstance::rulesets {

struct GetRuleSet {
  const cases::Engines& engines;

  absl::StatusOr<v1::RuleSet> operator()(const rpc::Call& call, const storage::Reader& reader,
                                         const v1::GetRuleSetRequest& request) const;
};

struct ListRuleSets {
  const cases::Engines& engines;
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListRuleSetsResponse> operator()(const rpc::Call& call,
                                                      const storage::Reader& reader,
                                                      const v1::ListRuleSetsRequest& request) const;
};

struct EvaluateRuleSet {
  const cases::Engines& engines;

  absl::StatusOr<v1::EvaluateRuleSetResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::EvaluateRuleSetRequest& request) const;
};

struct CreateRuleSetRevision {
  const cases::Engines& engines;

  absl::StatusOr<v1::RuleSetRevision> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::CreateRuleSetRevisionRequest& request) const;
};

absl::StatusOr<v1::RuleSetRevision> GetRuleSetRevision(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::GetRuleSetRevisionRequest& request);

struct ListRuleSetRevisions {
  const cases::Engines& engines;
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListRuleSetRevisionsResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListRuleSetRevisionsRequest& request) const;
};

absl::StatusOr<v1::RuleSetRevision> ApproveRuleSetRevision(
    const rpc::Call& call, storage::Writer& writer,
    const v1::ApproveRuleSetRevisionRequest& request);

// For so long after an activation took effect one person alone may go back to what was before it.
// Later that is as much of a change as any other: what was found since would be lost unseen.
inline constexpr std::chrono::days kGoesBackAlone{7};

struct ActivateRuleSetRevision {
  const cases::Engines& engines;

  absl::StatusOr<v1::RuleSetActivation> operator()(
      const rpc::Call& call, storage::Writer& writer,
      const v1::ActivateRuleSetRevisionRequest& request) const;
};

struct ListRuleSetActivations {
  const cases::Engines& engines;
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListRuleSetActivationsResponse> operator()(
      const rpc::Call& call, const storage::Reader& reader,
      const v1::ListRuleSetActivationsRequest& request) const;
};

}  // namespace midstance::rulesets
