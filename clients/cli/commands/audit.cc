#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "midstance/v1/admin_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using AdminStub = v1::AdminService::Stub;

absl::Status Verify(const Context& context, const client::Client& client) {
  v1::VerifyAuditTrailRequest request;
  v1::VerifyAuditTrailResponse found;
  do {
    MIDSTANCE_ASSIGN_OR_RETURN(found, client.Call(&AdminStub::VerifyAuditTrail, request));
    request.set_page_token(found.next_page_token());
  } while (!request.page_token().empty());
  MIDSTANCE_RETURN_IF_ERROR(context.Show(AuditVerdictColumns(), found));
  if (found.first_broken().empty()) return absl::OkStatus();
  return absl::DataLossError(found.first_broken() +
                             " was changed or removed, or does not follow from the one before");
}

}  // namespace

void AddAudit(CLI::App& app, Context& context) {
  CLI::App& audit = AddNoun(app, "audit", "Who did what: for auditors");

  CLI::App& list = AddVerb(audit, "list", "List the audit trail, the newest first",
                           "audit list --filter 'patient = patients/amelie'\n"
                           "audit list --filter 'actor = users/01k AND create_time >= "
                           "\"2026-11-01T00:00:00Z\"'\n"
                           "audit list --filter 'outcome != OK' --order-by name");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "",
                 {.filter = "create_time, actor, action, outcome, session, request_id, "
                            "correlation_id, resources, patient",
                  .example = "patient = patients/amelie",
                  .order = "name"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      return ShowList(c, client, &AdminStub::ListAuditEntries,
                                      &v1::ListAuditEntriesResponse::audit_entries,
                                      v1::ListAuditEntriesRequest(), o, AuditEntryColumns());
                    });

  CLI::App& verify =
      AddVerb(audit, "verify", "Check that nobody changed or removed an entry", "audit verify");
  Does<NoOptions>(verify, context, std::make_shared<NoOptions>(),
                  [](const Context& c, const client::Client& client, const NoOptions&) {
                    return Verify(c, client);
                  });
}

}  // namespace midstance::cli
