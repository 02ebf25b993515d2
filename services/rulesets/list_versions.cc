#include "midstance/v1/rule_set_service.pb.h"
#include "services/rpc/paging.h"
#include "services/rulesets/active.h"
#include "services/rulesets/verbs.h"

namespace midstance::rulesets {

absl::StatusOr<v1::ListRuleSetRevisionsResponse> ListRuleSetRevisions::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListRuleSetRevisionsRequest& request) const {
  storage::Query query;
  query.name_prefix = request.parent() + "/revisions/";
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::RuleSetRevision>(call, reader, sealer, rpc::AskedBy(request),
                                                     "create_time desc", std::move(query)));
  MIDSTANCE_RETURN_IF_ERROR(IsRuleSet(engines, request.parent()));
  v1::ListRuleSetRevisionsResponse response;
  for (auto& revision : page.items) {
    revision.clear_definition();
    *response.add_rule_set_revisions() = std::move(revision);
  }
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

absl::StatusOr<v1::ListRuleSetActivationsResponse> ListRuleSetActivations::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListRuleSetActivationsRequest& request) const {
  storage::Query query;
  query.name_prefix = request.parent() + "/activations/";
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::RuleSetActivation>(call, reader, sealer, rpc::AskedBy(request),
                                                       "", std::move(query)));
  MIDSTANCE_RETURN_IF_ERROR(IsRuleSet(engines, request.parent()));
  v1::ListRuleSetActivationsResponse response;
  for (auto& activation : page.items) *response.add_rule_set_activations() = std::move(activation);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::rulesets
