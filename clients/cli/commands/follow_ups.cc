#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "midstance/v1/follow_up_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using FollowUpStub = v1::FollowUpService::Stub;

// "--due": a time, or only a day, by whose end in the clinic's time zone it is due.
template <class Message>
absl::Status SetDue(const std::string& text, Message& message) {
  constexpr std::size_t kDay = std::string_view("2026-11-25").size();
  if (text.size() == kDay) {
    message.set_due_date(text);
    return absl::OkStatus();
  }
  MIDSTANCE_ASSIGN_OR_RETURN(*message.mutable_due_time(), client::ParseTime(text));
  return absl::OkStatus();
}

constexpr const char* kDueHelp =
    "By when (UTC), or only a day: then by its end in the clinic's time zone";

struct NewFollowUp {
  v1::CreateFollowUpRequest request;
  std::string kind;
  std::string due;
  std::string unit;
  int every = 1;
  int count = 0;
  std::string until;
  std::vector<int> remind;
};

absl::Status SetRecurrence(const NewFollowUp& options, v1::FollowUp& follow_up) {
  if (options.unit.empty()) {
    if (options.count == 0 && options.until.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError("--count and --until go with --repeat");
  }
  auto& recurrence = *follow_up.mutable_recurrence();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto unit,
                             client::ParseWord<v1::FollowUp::Recurrence::Unit>(options.unit));
  recurrence.set_unit(unit);
  recurrence.set_every(options.every);
  if (options.count > 0) recurrence.set_count(options.count);
  recurrence.set_until_date(options.until);
  return absl::OkStatus();
}

absl::Status CreateFollowUp(const Context& context, const client::Client& client,
                            const NewFollowUp& options) {
  v1::CreateFollowUpRequest request = options.request;
  v1::FollowUp& follow_up = *request.mutable_follow_up();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto kind, client::ParseWord<v1::FollowUp::Kind>(options.kind));
  follow_up.set_kind(kind);
  MIDSTANCE_RETURN_IF_ERROR(SetDue(options.due, follow_up));
  MIDSTANCE_RETURN_IF_ERROR(SetRecurrence(options, follow_up));
  follow_up.mutable_remind_before_days()->Add(options.remind.begin(), options.remind.end());
  return context.Show(FollowUpColumns(), client.Call(&FollowUpStub::CreateFollowUp, request));
}

std::vector<std::string> Kinds() {
  return {"call",
          "visit",
          "reassessment",
          "check-referral",
          "progress-report",
          "certification",
          "outcome-measures",
          "check-in-overdue"};
}

void AddCreateFollowUp(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "create", "Plan a follow-up",
              "follow-ups create patients/amelie/cases/01k --kind call \\\n"
              "    --title 'Ask about the night' --due 2026-11-25T09:00\n"
              "follow-ups create patients/amelie/cases/01k --kind visit --title 'Look again' \\\n"
              "    --due 2026-11-25 --repeat week --every 2 --count 6 --remind 1");
  auto options = std::make_shared<NewFollowUp>();
  v1::FollowUp& follow_up = *options->request.mutable_follow_up();
  verb.add_option("case", *options->request.mutable_parent(), "In which case")->required();
  verb.add_option("--title", *follow_up.mutable_title(), "What to do")->required();
  verb.add_option("--kind", options->kind, "Of which kind it is")
      ->required()
      ->check(OneOf(Kinds()));
  verb.add_option("--due", options->due, kDueHelp)->required();
  verb.add_option("--assignee", *follow_up.mutable_assignee(), "Who does it; left out: you");
  verb.add_option("--escalation", *follow_up.mutable_escalation(), "Which one asks for it");
  verb.add_option("--repeat", options->unit, "It comes again after a day, a week or a month")
      ->check(OneOf({"day", "week", "month"}));
  verb.add_option("--every", options->every, "... after so many of them")->capture_default_str();
  verb.add_option("--count", options->count, "... and is done so often in all");
  verb.add_option("--until", options->until, "... and not after this day");
  verb.add_option("--remind", options->remind, "Remind so many days before; up to five");
  Does<NewFollowUp>(verb, context, options, CreateFollowUp);
}

constexpr const char* kWholeSeries = "--whole-series";

struct RescheduleOptions {
  v1::RescheduleFollowUpRequest request;
  std::string due;
  bool whole_series = false;
};

absl::Status Reschedule(const Context& context, const client::Client& client,
                        const RescheduleOptions& options) {
  v1::RescheduleFollowUpRequest request = options.request;
  MIDSTANCE_RETURN_IF_ERROR(SetDue(options.due, request));
  if (options.whole_series) request.set_scope(v1::SERIES_SCOPE_WHOLE_SERIES);
  const std::string name = request.name();
  return context.Show(FollowUpColumns(),
                      client::Change(client, &FollowUpStub::GetFollowUp,
                                     &FollowUpStub::RescheduleFollowUp, name, std::move(request)));
}

struct CompleteOptions {
  v1::CompleteFollowUpRequest request;
  std::string done;
};

absl::Status Complete(const Context& context, const client::Client& client,
                      const CompleteOptions& options) {
  v1::CompleteFollowUpRequest request = options.request;
  if (!options.done.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_done_time(), client::ParseTime(options.done));
  }
  const std::string name = request.name();
  return context.Show(FollowUpColumns(),
                      client::Change(client, &FollowUpStub::GetFollowUp,
                                     &FollowUpStub::CompleteFollowUp, name, std::move(request)));
}

void AddComplete(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "complete", "Done, now or before",
              "follow-ups complete patients/amelie/cases/01k/followUps/01m --note 'Slept well'\n"
              "follow-ups complete patients/amelie/cases/01k/followUps/01m --note 'Slept well' \\\n"
              "    --done 2026-11-24T16:30");
  auto options = std::make_shared<CompleteOptions>();
  AddName(verb, *options->request.mutable_name(), "follow-up");
  verb.add_option("--note", *options->request.mutable_outcome_note(), "What came of it")
      ->required();
  verb.add_option("--done", options->done, "When it was really done (UTC); left out: now");
  Does<CompleteOptions>(verb, context, options, Complete);
}

struct CancelOptions {
  v1::CancelFollowUpRequest request;
  bool whole_series = false;
};

absl::Status Cancel(const Context& context, const client::Client& client,
                    const CancelOptions& options) {
  v1::CancelFollowUpRequest request = options.request;
  if (options.whole_series) request.set_scope(v1::SERIES_SCOPE_WHOLE_SERIES);
  const std::string name = request.name();
  return context.Show(FollowUpColumns(),
                      client::Change(client, &FollowUpStub::GetFollowUp,
                                     &FollowUpStub::CancelFollowUp, name, std::move(request)));
}

void AddCancel(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "cancel", "No longer to be done",
              "follow-ups cancel patients/amelie/cases/01k/followUps/01m --reason 'Slept well'");
  auto options = std::make_shared<CancelOptions>();
  AddName(verb, *options->request.mutable_name(), "follow-up");
  verb.add_option("--reason", *options->request.mutable_reason(), "Why")->required();
  verb.add_flag(kWholeSeries, options->whole_series, "Nor those that would come after it");
  Does<CancelOptions>(verb, context, options, Cancel);
}

void AddNoShow(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "no-show", "The patient did not come or could not be reached",
              "follow-ups no-show patients/amelie/cases/01k/followUps/01m --note 'Called twice'");
  auto request = std::make_shared<v1::MarkNoShowRequest>();
  AddName(verb, *request->mutable_name(), "follow-up");
  verb.add_option("--note", *request->mutable_note(), "What was tried");
  Does<v1::MarkNoShowRequest>(
      verb, context, request,
      [](const Context& c, const client::Client& client, const v1::MarkNoShowRequest& given) {
        return c.Show(FollowUpColumns(),
                      client::Change(client, &FollowUpStub::GetFollowUp, &FollowUpStub::MarkNoShow,
                                     given.name(), given));
      });
}

struct ScheduleOptions {
  v1::ScheduleReassessmentsRequest request;
  std::vector<std::string> kinds;
};

absl::Status Schedule(const Context& context, const client::Client& client,
                      const ScheduleOptions& options) {
  v1::ScheduleReassessmentsRequest request = options.request;
  for (const auto& word : options.kinds) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto kind, client::ParseWord<v1::FollowUp::Kind>(word));
    request.add_kinds(kind);
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto planned,
                             client.Call(&FollowUpStub::ScheduleReassessments, request));
  return context.ShowAll(FollowUpColumns(), planned.follow_ups());
}

void AddSchedule(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "schedule", "Plan what the re-assessment schedule asks for and is missing",
              "follow-ups schedule patients/amelie/cases/01k\n"
              "follow-ups schedule patients/amelie/cases/01k --kind reassessment outcome-measures");
  auto options = std::make_shared<ScheduleOptions>();
  verb.add_option("case", *options->request.mutable_parent(), "In which case")->required();
  verb.add_option("--kind", options->kinds, "Only of these kinds; left out: all")
      ->check(OneOf(Kinds()));
  verb.add_option("--assignee", *options->request.mutable_assignee(),
                  "Who does them; left out: the case's clinician");
  Does<ScheduleOptions>(verb, context, options, Schedule);
}

}  // namespace

void AddFollowUps(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "follow-ups", "What staff must do by a time");

  CLI::App& list = AddVerb(noun, "list", "List follow-ups, the earliest due first",
                           "follow-ups list\nfollow-ups list --filter 'state = STATE_SCHEDULED'");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "patients/-",
                 {.filter = "state, kind, due_time, assignee, series, create_time",
                  .example = "state = STATE_SCHEDULED",
                  .order = "due_time, create_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      v1::ListFollowUpsRequest request;
                      request.set_parent(CaseParent(o.parent));
                      return ShowList(c, client, &FollowUpStub::ListFollowUps,
                                      &v1::ListFollowUpsResponse::follow_ups, request, o,
                                      FollowUpColumns());
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one follow-up",
                           "follow-ups show patients/amelie/cases/01k/followUps/01m");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "follow-up");
  Does<NameOption>(show, context, name,
                   [](const Context& c, const client::Client& client, const NameOption& o) {
                     return c.Show(FollowUpColumns(),
                                   client.Call(&FollowUpStub::GetFollowUp,
                                               client::ByName<v1::GetFollowUpRequest>(o.name)));
                   });
  AddCreateFollowUp(noun, context);
  AddComplete(noun, context);
  AddCancel(noun, context);
  AddNoShow(noun, context);
  AddSchedule(noun, context);

  CLI::App& reschedule =
      AddVerb(noun, "reschedule", "Move the due time",
              "follow-ups reschedule patients/amelie/cases/01k/followUps/01m \\\n"
              "    --due 2026-11-27T09:00 --reason 'She is away'");
  auto moving = std::make_shared<RescheduleOptions>();
  AddName(reschedule, *moving->request.mutable_name(), "follow-up");
  reschedule.add_option("--due", moving->due, kDueHelp)->required();
  reschedule.add_option("--reason", *moving->request.mutable_reason(), "Why")->required();
  reschedule.add_flag(kWholeSeries, moving->whole_series, "Those that come after it too");
  Does<RescheduleOptions>(reschedule, context, moving, Reschedule);
}

}  // namespace midstance::cli
