#include "clients/cli/answers.h"
#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/training.h"
#include "clients/core/change.h"
#include "midstance/v1/check_in_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using CheckInStub = v1::CheckInService::Stub;

struct RecordOptions {
  std::string parent;
  std::string site;
  std::vector<std::string> answers;
  std::vector<std::string> exercises;
  std::string run;
  std::string at;
  std::string note;
  std::string file;
  bool dry_run = false;
};

absl::Status ShowRecorded(const Context& context, const v1::RecordCheckInResponse& reply) {
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(reply);
    return absl::OkStatus();
  }
  for (const auto& escalation : reply.escalations()) {
    context.talk() << client::Word(escalation.urgency()) << ": " << escalation.title() << ". "
                   << escalation.basis() << '\n';
  }
  if (!reply.advice().text().empty()) {
    context.talk() << "told to the patient: " << reply.advice().text() << '\n';
  }
  return context.Show(CheckInColumns(), reply.check_in());
}

absl::Status RecordCheckIn(const Context& context, const client::Client& client,
                           const RecordOptions& options) {
  v1::RecordCheckInRequest request;
  request.set_parent(options.parent);
  request.set_validate_only(options.dry_run);
  v1::CheckIn& check_in = *request.mutable_check_in();
  if (!options.file.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const std::string text, context.ReadInput(options.file));
    MIDSTANCE_RETURN_IF_ERROR(ParseJson(text, check_in));
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const Answers answers, ParseAnswers(options.site, options.answers));
  check_in.mutable_reports()->MergeFrom(answers.reports);
  check_in.mutable_general()->MergeFrom(answers.general);
  for (const auto& exercise : options.exercises) {
    MIDSTANCE_ASSIGN_OR_RETURN(*check_in.add_exercises(), ParseExercise(exercise));
  }
  if (!options.run.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*check_in.mutable_run(), ParseRun(options.run));
  }
  if (!options.note.empty()) check_in.set_note(options.note);
  if (!options.at.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*check_in.mutable_occurred_time(), client::ParseTime(options.at));
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::RecordCheckInResponse reply,
                             client.Call(&CheckInStub::RecordCheckIn, request));
  return ShowRecorded(context, reply);
}

void AddRecordCheckIn(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(
      noun, "record", "Record what a patient told",
      "check-ins record patients/amelie/cases/01k --site hip/left rest_nprs=2 night_nights=0\n"
      "check-ins record patients/amelie/cases/01k --at 2026-11-18T07:00 \\\n"
      "    hip/left:night_pattern=unremitting general:fever=absent\n"
      "check-ins record patients/amelie/cases/01k --exercise bridge/left=full:3 \\\n"
      "    --exercise calf-raise=part --run full,km=4.5,minutes=31,rpe=3,stage=2\n"
      "check-ins record patients/amelie/cases/01k --from-file answers.json");
  auto options = std::make_shared<RecordOptions>();
  verb.add_option("case", options->parent, "In which case")->required();
  verb.add_option("answers", options->answers,
                  "code=value for --site; SITE:code=value; general:code=value");
  verb.add_option("--site", options->site, "Where, area/side, e.g. knee/left")->expected(1);
  verb.add_option("--exercise", options->exercises,
                  "EXERCISE[/SIDE]=full, part or skipped, :SETS behind it; may be repeated")
      ->allow_extra_args(false);
  verb.add_option("--run", options->run,
                  "full, part or skipped, then ,km= ,minutes= ,rpe= ,stage= as far as known")
      ->expected(1);
  verb.add_option("--at", options->at, "When it was observed (UTC); left out: now");
  verb.add_option("--note", options->note, "Anything she adds");
  verb.add_option("--from-file", options->file, "JSON of a CheckIn; - is standard input");
  verb.add_flag("--dry-run", options->dry_run, "Check and answer, and keep nothing");
  Does<RecordOptions>(verb, context, options, RecordCheckIn);
}

struct RetractOptions {
  std::string name;
  std::string reason;
};

absl::Status Retract(const Context& context, const client::Client& client,
                     const RetractOptions& options) {
  v1::RetractCheckInRequest request;
  request.set_reason(options.reason);
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::RecordCheckInResponse reply,
      client::Change(client, &CheckInStub::GetCheckIn, &CheckInStub::RetractCheckIn, options.name,
                     std::move(request)));
  return ShowRecorded(context, reply);
}

struct LinkOptions {
  std::string parent;
  std::string until;
  std::string page;
};

// The whole link, as `midstance-checkin serve` takes it: browsers keep what follows a # to
// themselves.
std::string AddressOf(std::string page, const std::string& a_case, const std::string& token) {
  while (!page.empty() && page.back() == '/') page.pop_back();
  return page + "/check-in#" + a_case + '/' + token;
}

absl::Status Link(const Context& context, const client::Client& client,
                  const LinkOptions& options) {
  v1::IssueCheckInLinkRequest request;
  request.set_parent(options.parent);
  if (!options.until.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_expire_time(), client::ParseTime(options.until));
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::IssueCheckInLinkResponse reply,
                             client.Call(&CheckInStub::IssueCheckInLink, request));
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(reply);
    return absl::OkStatus();
  }
  context.talk() << "the token is shown once; give it to the patient alone\n";
  auto columns = CheckInLinkColumns();
  if (options.page.empty()) {
    columns.push_back({"TOKEN", [token = reply.token()](const auto&) { return token; }});
  } else {
    columns.push_back({"LINK", [link = AddressOf(options.page, options.parent, reply.token())](
                                   const auto&) { return link; }});
  }
  return context.Show(columns, reply.check_in_link());
}

}  // namespace

void AddCheckIns(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "check-ins", "What patients report between visits");

  CLI::App& list = AddVerb(noun, "list", "List check-ins",
                           "check-ins list patients/amelie/cases/01k\ncheck-ins list patients/-");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "patients/-",
                 {.filter = "state, entered_by, occurred_time, create_time",
                  .example = "state = RECORD_STATE_RETRACTED",
                  .order = "occurred_time, create_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      v1::ListCheckInsRequest request;
                      request.set_parent(CaseParent(o.parent));
                      return ShowList(c, client, &CheckInStub::ListCheckIns,
                                      &v1::ListCheckInsResponse::check_ins, request, o,
                                      CheckInColumns());
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one check-in",
                           "check-ins show patients/amelie/cases/01k/checkIns/01m");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "check-in");
  Does<NameOption>(
      show, context, name, [](const Context& c, const client::Client& client, const NameOption& o) {
        return c.Show(CheckInColumns(), client.Call(&CheckInStub::GetCheckIn,
                                                    client::ByName<v1::GetCheckInRequest>(o.name)));
      });
  AddRecordCheckIn(noun, context);
  AddCheckInDays(noun, context);

  CLI::App& retract =
      AddVerb(noun, "retract", "Take a check-in back as never true",
              "check-ins retract patients/amelie/cases/01k/checkIns/01m --reason 'Wrong patient'");
  auto retract_options = std::make_shared<RetractOptions>();
  AddName(retract, retract_options->name, "check-in");
  retract.add_option("--reason", retract_options->reason, "Why")->required();
  Does<RetractOptions>(retract, context, retract_options, Retract);

  CLI::App& link =
      AddVerb(noun, "link", "Issue a link with which the patient checks in",
              "check-ins link patients/amelie/cases/01k --until 2026-12-01\n"
              "check-ins link patients/amelie/cases/01k --page https://in.example.org");
  auto link_options = std::make_shared<LinkOptions>();
  link.add_option("case", link_options->parent, "For which case")->required();
  link.add_option("--until", link_options->until, "When it ends (UTC); left out: in 7 days");
  link.add_option("--page", link_options->page,
                  "Address of the check-in page: a table or CSV shows the whole link instead of "
                  "the token");
  Does<LinkOptions>(link, context, link_options, Link);
}

}  // namespace midstance::cli
