#include "clients/cli/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "midstance/v1/follow_up_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using Stub = v1::FollowUpService::Stub;

struct CreateOptions {
  v1::CreateFollowUpRequest request;
  std::string kind;
  std::string due;
};

absl::Status Create(const Context& context, const client::Client& client,
                    const CreateOptions& options) {
  v1::CreateFollowUpRequest request = options.request;
  v1::FollowUp& follow_up = *request.mutable_follow_up();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto kind, client::ParseWord<v1::FollowUp::Kind>(options.kind));
  follow_up.set_kind(kind);
  MIDSTANCE_ASSIGN_OR_RETURN(*follow_up.mutable_due_time(), client::ParseTime(options.due));
  return context.Show(FollowUpColumns(), client.Call(&Stub::CreateFollowUp, request));
}

void AddCreate(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "create", "Plan a follow-up",
                           "follow-ups create patients/amelie/cases/01k --kind call \\\n"
                           "    --title 'Ask about the night' --due 2026-11-25T09:00");
  auto options = std::make_shared<CreateOptions>();
  v1::FollowUp& follow_up = *options->request.mutable_follow_up();
  verb.add_option("case", *options->request.mutable_parent(), "In which case")->required();
  verb.add_option("--title", *follow_up.mutable_title(), "What to do")->required();
  verb.add_option("--kind", options->kind, "call, visit, reassessment or check-referral")
      ->required();
  verb.add_option("--due", options->due, "By when (UTC)")->required();
  verb.add_option("--assignee", *follow_up.mutable_assignee(), "Who does it; left out: you");
  verb.add_option("--escalation", *follow_up.mutable_escalation(), "Which one asks for it");
  Does<CreateOptions>(verb, context, options, Create);
}

struct RescheduleOptions {
  v1::RescheduleFollowUpRequest request;
  std::string due;
};

absl::Status Reschedule(const Context& context, const client::Client& client,
                        const RescheduleOptions& options) {
  v1::RescheduleFollowUpRequest request = options.request;
  MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_due_time(), client::ParseTime(options.due));
  const std::string name = request.name();
  return context.Show(FollowUpColumns(),
                      client::Change(client, &Stub::GetFollowUp, &Stub::RescheduleFollowUp, name,
                                     std::move(request)));
}

template <class Request>
void AddEnd(CLI::App& noun, Context& context, const std::string& name,
            const std::string& description, const std::string& flag, std::string* (*text)(Request&),
            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, v1::FollowUp*)) {
  CLI::App& verb = AddVerb(
      noun, name, description,
      "follow-ups " + name + " patients/amelie/cases/01k/followUps/01m " + flag + " 'Slept well'");
  auto request = std::make_shared<Request>();
  AddName(verb, *request->mutable_name(), "follow-up");
  verb.add_option(flag, *text(*request), "What came of it, or why")->required();
  Does<Request>(verb, context, request,
                [method](const Context& c, const client::Client& client, const Request& given) {
                  return c.Show(FollowUpColumns(), client::Change(client, &Stub::GetFollowUp,
                                                                  method, given.name(), given));
                });
}

}  // namespace

void AddFollowUps(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "follow-ups", "What staff must do by a time");

  CLI::App& list = AddVerb(noun, "list", "List follow-ups, the earliest due first",
                           "follow-ups list\nfollow-ups list --filter 'state = STATE_SCHEDULED'");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "patients/-",
                 {.filter = "state, kind, due_time, assignee, create_time",
                  .example = "state = STATE_SCHEDULED",
                  .order = "due_time, create_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      v1::ListFollowUpsRequest request;
                      request.set_parent(CaseParent(o.parent));
                      return ShowList(c, client, &Stub::ListFollowUps,
                                      &v1::ListFollowUpsResponse::follow_ups, request, o,
                                      FollowUpColumns());
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one follow-up",
                           "follow-ups show patients/amelie/cases/01k/followUps/01m");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "follow-up");
  Does<NameOption>(
      show, context, name, [](const Context& c, const client::Client& client, const NameOption& o) {
        return c.Show(
            FollowUpColumns(),
            client.Call(&Stub::GetFollowUp, client::ByName<v1::GetFollowUpRequest>(o.name)));
      });
  AddCreate(noun, context);
  AddEnd<v1::CompleteFollowUpRequest>(
      noun, context, "complete", "Done", "--note",
      [](auto& request) { return request.mutable_outcome_note(); }, &Stub::CompleteFollowUp);
  AddEnd<v1::CancelFollowUpRequest>(
      noun, context, "cancel", "No longer to be done", "--reason",
      [](auto& request) { return request.mutable_reason(); }, &Stub::CancelFollowUp);

  CLI::App& reschedule =
      AddVerb(noun, "reschedule", "Move the due time",
              "follow-ups reschedule patients/amelie/cases/01k/followUps/01m \\\n"
              "    --due 2026-11-27T09:00 --reason 'She is away'");
  auto moving = std::make_shared<RescheduleOptions>();
  AddName(reschedule, *moving->request.mutable_name(), "follow-up");
  reschedule.add_option("--due", moving->due, "The new due time (UTC)")->required();
  reschedule.add_option("--reason", *moving->request.mutable_reason(), "Why")->required();
  Does<RescheduleOptions>(reschedule, context, moving, Reschedule);
}

}  // namespace midstance::cli
