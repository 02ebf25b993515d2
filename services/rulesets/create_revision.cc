#include "midstance/v1/rule_set_service.pb.h"
#include "services/rulesets/active.h"
#include "services/rulesets/revision.h"
#include "services/rulesets/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::rulesets {

absl::StatusOr<v1::RuleSetRevision> CreateRuleSetRevision::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::CreateRuleSetRevisionRequest& request) const {
  MIDSTANCE_RETURN_IF_ERROR(IsRuleSet(engines, request.parent()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto changed, ChangedRules(active->rules(), request.files(), request.without_rules()));
  if (changed.digest() == active->rules().digest()) {
    return FieldInvalid("files", "must change something: the rules would be the active ones");
  }
  auto proposed = writer.Get<v1::RuleSetRevision>(cases::RevisionNameOf(changed));
  if (!absl::IsNotFound(proposed.status())) return proposed;
  v1::RuleSetRevision revision = RevisionOf(changed, active->rules());
  Play(changed, revision);
  revision.set_author(call.principal.name);
  revision.set_reason(request.reason());
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(revision, call.now));
  return revision;
}

}  // namespace midstance::rulesets
