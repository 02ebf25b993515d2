#include "midstance/v1/rule_set_service.pb.h"
#include "services/rulesets/tried.h"
#include "services/rulesets/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::rulesets {

absl::StatusOr<v1::RuleSetRevision> ApproveRuleSetRevision(
    const rpc::Call& call, storage::Writer& writer,
    const v1::ApproveRuleSetRevisionRequest& request) {
  MIDSTANCE_RETURN_IF_ERROR(ResourceName::Parse(request.name(), Kind::kRuleSetRevision).status());
  MIDSTANCE_ASSIGN_OR_RETURN(auto revision, writer.Get<v1::RuleSetRevision>(request.name()));
  if (revision.author() == call.principal.name) {
    return Error(v1::ERROR_REASON_ANOTHER_PERSON_NEEDED)
        .On("midstance.v1/RuleSetRevision", revision.name())
        .Because("its author cannot approve of it");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto test, BackTestOf(writer, request.back_test(), revision));
  auto& approval = *revision.add_approvals();
  approval.set_user(call.principal.name);
  *approval.mutable_approve_time() = TimestampOf(call.now);
  approval.set_reason(request.reason());
  approval.set_back_test(test.name());
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(revision, call.now));
  return revision;
}

}  // namespace midstance::rulesets
