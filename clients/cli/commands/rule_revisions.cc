#include "clients/cli/output/rule_revisions.h"

#include <memory>
#include <string>

#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/changed_rules.h"
#include "clients/cli/commands/command.h"
#include "midstance/v1/rule_set_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using RevisionStub = v1::RuleSetService::Stub;

struct ProposeOptions {
  RuleFiles changed;
  std::string reason;
  bool dry_run = false;
};

struct RevisionDecision {
  std::string name;
  std::string back_test;
  std::string reason;
  std::string from;
};

struct OfRuleSet {
  std::string name = std::string(kRuleSet);
  int limit = 50;
};

absl::Status Propose(const Context& context, const client::Client& client,
                     const ProposeOptions& options) {
  v1::CreateRuleSetRevisionRequest request;
  request.set_parent(options.changed.rule_set);
  MIDSTANCE_RETURN_IF_ERROR(ReadRuleFiles(context, options.changed, request));
  request.set_reason(options.reason);
  request.set_validate_only(options.dry_run);
  const auto proposed = client.Call(&RevisionStub::CreateRuleSetRevision, std::move(request));
  if (ReasonOf(proposed.status()) == v1::ERROR_REASON_RULE_SET_INVALID) {
    NameRuleFiles(context, options.changed);
  }
  MIDSTANCE_RETURN_IF_ERROR(ShowRevision(context, proposed));
  if (options.dry_run) context.talk() << "nothing was stored\n";
  return absl::OkStatus();
}

absl::Status Approve(const Context& context, const client::Client& client,
                     const RevisionDecision& options) {
  v1::ApproveRuleSetRevisionRequest request;
  request.set_name(options.name);
  request.set_back_test(options.back_test);
  request.set_reason(options.reason);
  return context.Show(RevisionColumns(),
                      client.Call(&RevisionStub::ApproveRuleSetRevision, std::move(request)));
}

absl::Status Activate(const Context& context, const client::Client& client,
                      const RevisionDecision& options) {
  v1::ActivateRuleSetRevisionRequest request;
  request.set_name(options.name);
  request.set_back_test(options.back_test);
  request.set_reason(options.reason);
  if (!options.from.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_effective_time(), client::ParseTime(options.from));
  }
  return context.Show(ActivationColumns(),
                      client.Call(&RevisionStub::ActivateRuleSetRevision, std::move(request)));
}

absl::Status ListRevisions(const Context& context, const client::Client& client,
                           const OfRuleSet& options) {
  v1::ListRuleSetRevisionsRequest request;
  request.set_parent(options.name);
  return ShowFetched(context, RevisionColumns(),
                     FetchAll(client, &RevisionStub::ListRuleSetRevisions,
                              &v1::ListRuleSetRevisionsResponse::rule_set_revisions,
                              std::move(request), options.limit));
}

absl::Status ListActivations(const Context& context, const client::Client& client,
                             const OfRuleSet& options) {
  v1::ListRuleSetActivationsRequest request;
  request.set_parent(options.name);
  return ShowFetched(context, ActivationColumns(),
                     FetchAll(client, &RevisionStub::ListRuleSetActivations,
                              &v1::ListRuleSetActivationsResponse::rule_set_activations,
                              std::move(request), options.limit));
}

void AddOfRuleSet(CLI::App& verb, OfRuleSet& options) {
  AddLimit(verb, options.limit);
  verb.add_option("--rule-set", options.name, "Of which rule set")->capture_default_str();
}

}  // namespace

void AddRuleRevisions(CLI::App& noun, Context& context) {
  CLI::App& propose =
      AddVerb(noun, "propose",
              "Propose a change of the rules. Checks the whole, plays the server's scenarios and "
              "keeps it as "
              "a revision; what evaluates stays as it is until another person activates it",
              "rules propose night_pain.textproto --reason 'Two nights are enough for us'\n"
              "rules propose --without worsening-trend --reason 'Nobody acts on it' --dry-run");
  auto proposed = std::make_shared<ProposeOptions>();
  AddRuleFiles(propose, proposed->changed);
  propose.add_option("--reason", proposed->reason, "Why")->required();
  propose.add_flag("--dry-run", proposed->dry_run, "Check and play, and keep nothing");
  Does<ProposeOptions>(propose, context, proposed, Propose);

  CLI::App& revisions = AddVerb(noun, "revisions", "The versions that the clinic has of its rules",
                                "rules revisions");
  auto of_revisions = std::make_shared<OfRuleSet>();
  AddOfRuleSet(revisions, *of_revisions);
  Does<OfRuleSet>(revisions, context, of_revisions, ListRevisions);

  CLI::App& approve = AddVerb(
      noun, "approve",
      "Sign that a revision may become active although confirmed alarms would be lost or late, "
      "or rules would change that cannot be tried on the past",
      "rules approve REVISION --back-test BACK_TEST --reason 'Seen by two doctors'");
  auto approved = std::make_shared<RevisionDecision>();
  AddName(approve, approved->name, "revision");
  approve.add_option("--back-test", approved->back_test, "The back-test that you looked at")
      ->required();
  approve.add_option("--reason", approved->reason, "Why")->required();
  Does<RevisionDecision>(approve, context, approved, Approve);

  CLI::App& activate = AddVerb(
      noun, "activate",
      "Let a revision evaluate that another person proposed and that was tried by 'rules backtest "
      "--revision'. Within 7 days the revision that was active before needs neither: so one goes "
      "back",
      "rules activate REVISION --back-test BACK_TEST --reason 'Agreed in the team'\n"
      "rules activate REVISION --back-test BACK_TEST --reason 'Agreed' --from 2026-12-01\n"
      "rules activate REVISION_BEFORE --reason 'Too many alarms'");
  auto activated = std::make_shared<RevisionDecision>();
  AddName(activate, activated->name, "revision");
  activate.add_option("--back-test", activated->back_test, "The back-test that you looked at");
  activate.add_option("--reason", activated->reason, "Why")->required();
  activate.add_option("--from", activated->from, "From when on; left out: at once");
  Does<RevisionDecision>(activate, context, activated, Activate);

  CLI::App& activations =
      AddVerb(noun, "activations", "Which rules evaluated from when on, and who decided it",
              "rules activations");
  auto of_activations = std::make_shared<OfRuleSet>();
  AddOfRuleSet(activations, *of_activations);
  Does<OfRuleSet>(activations, context, of_activations, ListActivations);
}

}  // namespace midstance::cli
