#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/following.h"
#include "midstance/v1/worklist_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using WorklistStub = v1::WorklistService::Stub;

struct WorklistOptions {
  std::string parent = "patients/-";
  std::string assignee;
  int limit = 50;
};

absl::Status Show(const Context& context, const client::Client& client,
                  const WorklistOptions& options) {
  v1::ListWorklistRequest request;
  request.set_parent(CaseParent(options.parent));
  request.set_assignee(options.assignee);
  return ShowAndFollow(
      context, client, {.parent = options.parent, .types = {}}, [&](const Context& shown) {
        return ShowFetched(
            shown, WorklistColumns(),
            FetchAll(client, &WorklistStub::ListWorklist, &v1::ListWorklistResponse::items, request,
                     LimitOf(shown, options.limit)));
      });
}

}  // namespace

void AddWorklist(CLI::App& app, Context& context) {
  CLI::App& verb = AddVerb(app, "worklist", "What waits for somebody, the most pressing first",
                           "worklist\n"
                           "worklist --assignee users/00000000000000000000000001\n"
                           "worklist patients/amelie --format csv\n"
                           "worklist --watch\n"
                           "worklist --exit-code");
  auto options = std::make_shared<WorklistOptions>();
  verb.add_option("parent", options->parent, "Of which patient or case")->capture_default_str();
  verb.add_option("--assignee", options->assignee, "Only what this person has to do, users/USER");
  AddLimit(verb, options->limit);
  AddFollowing(verb, context);
  Does<WorklistOptions>(verb, context, options, Show);
}

}  // namespace midstance::cli
