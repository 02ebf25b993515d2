#include "clients/cli/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "midstance/v1/escalation_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using EscalationStub = v1::EscalationService::Stub;

struct RaiseOptions {
  v1::RaiseEscalationRequest request;
  std::string site;
  std::string urgency;
};

absl::Status Raise(const Context& context, const client::Client& client,
                   const RaiseOptions& options) {
  v1::RaiseEscalationRequest request = options.request;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto urgency,
                             client::ParseWord<rules::v1::Urgency>(options.urgency));
  request.set_urgency(urgency);
  if (!options.site.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_site(), client::ParseSite(options.site));
  }
  return context.Show(EscalationColumns(), client.Call(&EscalationStub::RaiseEscalation, request));
}

void AddRaise(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "raise", "Raise one by hand, without any rule",
              "escalations raise patients/amelie/cases/01k --urgency soon \\\n"
              "    --site hip/left --reason 'Her gait has changed' --advice no-running");
  auto options = std::make_shared<RaiseOptions>();
  auto& request = options->request;
  verb.add_option("case", *request.mutable_parent(), "In which case")->required();
  verb.add_option("--urgency", options->urgency, "watch, soon, urgent or emergency")->required();
  verb.add_option("--reason", *request.mutable_reason(), "What worries you, in a sentence")
      ->required();
  verb.add_option("--site", options->site, "Where, like hip/left; left out: the whole patient");
  verb.add_option("--destination", *request.mutable_destination(),
                  "Where to send the patient; left out: as the urgency says");
  verb.add_option("--advice", *request.mutable_activity_advice(),
                  "What the patient does meanwhile, like no-running");
  Does<RaiseOptions>(verb, context, options, Raise);
}

struct AcknowledgeOptions {
  std::string name;
  std::string note;
};

absl::Status Acknowledge(const Context& context, const client::Client& client,
                         const AcknowledgeOptions& options) {
  v1::AcknowledgeEscalationRequest request;
  request.set_note(options.note);
  return context.Show(EscalationColumns(), client::Change(client, &EscalationStub::GetEscalation,
                                                          &EscalationStub::AcknowledgeEscalation,
                                                          options.name, std::move(request)));
}

struct ResolveOptions {
  std::string name;
  std::string outcome;
  std::string reason;
};

absl::Status Resolve(const Context& context, const client::Client& client,
                     const ResolveOptions& options) {
  v1::ResolveEscalationRequest request;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto outcome,
                             client::ParseWord<v1::Escalation::Outcome>(options.outcome));
  request.set_outcome(outcome);
  request.set_reason(options.reason);
  return context.Show(EscalationColumns(), client::Change(client, &EscalationStub::GetEscalation,
                                                          &EscalationStub::ResolveEscalation,
                                                          options.name, std::move(request)));
}

}  // namespace

void AddEscalations(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "escalations", "Red flags that a person must answer");

  AddRaise(noun, context);

  CLI::App& list = AddVerb(noun, "list", "The worklist, most urgent first",
                           "escalations list\nescalations list --filter 'state = STATE_OPEN'");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "patients/-",
                 {.filter = "state, urgency, family, raised_time, due_time",
                  .example = "state = STATE_OPEN",
                  .order = "urgency, state, raised_time, due_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      v1::ListEscalationsRequest request;
                      request.set_parent(CaseParent(o.parent));
                      return ShowList(c, client, &EscalationStub::ListEscalations,
                                      &v1::ListEscalationsResponse::escalations, request, o,
                                      EscalationColumns());
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one escalation; --format json has its evidence",
                           "escalations show patients/amelie/cases/01k/escalations/01m");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "escalation");
  Does<NameOption>(show, context, name,
                   [](const Context& c, const client::Client& client, const NameOption& o) {
                     return c.Show(EscalationColumns(),
                                   client.Call(&EscalationStub::GetEscalation,
                                               client::ByName<v1::GetEscalationRequest>(o.name)));
                   });

  CLI::App& acknowledge = AddVerb(
      noun, "acknowledge", "Seen, and being worked on",
      "escalations acknowledge patients/amelie/cases/01k/escalations/01m --note 'Calling her'");
  auto acknowledge_options = std::make_shared<AcknowledgeOptions>();
  AddName(acknowledge, acknowledge_options->name, "escalation");
  acknowledge.add_option("--note", acknowledge_options->note, "What will be done");
  Does<AcknowledgeOptions>(acknowledge, context, acknowledge_options, Acknowledge);

  CLI::App& resolve = AddVerb(noun, "resolve", "Close with a reason",
                              "escalations resolve patients/amelie/cases/01k/escalations/01m \\\n"
                              "    --outcome referred --reason 'Seen by orthopaedics'");
  auto resolve_options = std::make_shared<ResolveOptions>();
  AddName(resolve, resolve_options->name, "escalation");
  resolve
      .add_option("--outcome", resolve_options->outcome,
                  "referred, treated-on, wrong-alarm or other")
      ->required();
  resolve.add_option("--reason", resolve_options->reason, "Why")->required();
  Does<ResolveOptions>(resolve, context, resolve_options, Resolve);
}

}  // namespace midstance::cli
