#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/commands/prescribing.h"
#include "clients/core/change.h"
#include "midstance/v1/program_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using ProgramStub = v1::ProgramService::Stub;

struct NewProgram {
  v1::CreateProgramRequest request;
  PrescribedWords words;
  std::string file;
};

absl::Status CreateProgram(const Context& context, const client::Client& client,
                           const NewProgram& options) {
  v1::CreateProgramRequest request = options.request;
  if (!options.file.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const std::string text, context.ReadInput(options.file));
    MIDSTANCE_RETURN_IF_ERROR(ParseJson(text, *request.mutable_program()));
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto exercises, ParsePrescribedExercises(options.words));
  request.mutable_program()->mutable_exercises()->MergeFrom(exercises);
  return context.Show(ProgramColumns(), client.Call(&ProgramStub::CreateProgram, request));
}

void AddCreateProgram(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "create", "Begin a program as a draft",
                           "programs create tr-iliacus st-bridge st-clam al-pelvic-tilt \\\n"
                           "    --title 'Tight hip flexors, weeks 1-2'\n"
                           "programs create --from-file program.json");
  auto options = std::make_shared<NewProgram>();
  v1::Program& program = *options->request.mutable_program();
  verb.add_option("exercises", options->words.exercises, "exercise or exercise/side");
  verb.add_option("--title", *program.mutable_title(), "What it is called");
  verb.add_option("--description", *program.mutable_description(), "For whom it is");
  verb.add_option("--from-file", options->file, "JSON of a Program; - is standard input");
  Does<NewProgram>(verb, context, options, CreateProgram);
}

// Moves a program to another state.
template <class Request>
void AddProgramMove(CLI::App& noun, Context& context, const std::string& name,
                    const std::string& description,
                    grpc::Status (ProgramStub::*method)(grpc::ClientContext*, const Request&,
                                                        v1::Program*)) {
  CLI::App& verb = AddVerb(noun, name, description, "programs " + name + " programs/01k");
  auto option = std::make_shared<NameOption>();
  AddName(verb, option->name, "program");
  Does<NameOption>(
      verb, context, option,
      [method](const Context& c, const client::Client& client, const NameOption& o) {
        return c.Show(ProgramColumns(),
                      client::Change(client, &ProgramStub::GetProgram, method, o.name, Request()));
      });
}

struct AssignOptions {
  v1::AssignProgramRequest request;
  PrescribedWords words;
};

absl::Status Assign(const Context& context, const client::Client& client,
                    const AssignOptions& options) {
  v1::AssignProgramRequest request = options.request;
  MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_exercises(), ParsePrescribedExercises(options.words));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::AssignProgramResponse reply,
                             client.Call(&ProgramStub::AssignProgram, request));
  return ShowPrescribed(context, reply);
}

void AddAssign(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "assign", "Give a patient a program, or exercises of her own",
              "programs assign patients/amelie/cases/01k --program programs/01m \\\n"
              "    --start 2026-11-24\n"
              "programs assign patients/amelie/cases/01k tr-iliacus/left st-bridge \\\n"
              "    --start 2026-11-24 --set-aside tr-iliacus/left=K5 --why 'Hernia was ruled out'");
  auto options = std::make_shared<AssignOptions>();
  verb.add_option("case", *options->request.mutable_parent(), "In which case")->required();
  AddExerciseWords(verb, options->words);
  verb.add_option("--program", *options->request.mutable_program(), "Which published program");
  verb.add_option("--start", *options->request.mutable_start_date(), "First day, YYYY-MM-DD")
      ->required();
  verb.add_option("--end", *options->request.mutable_end_date(), "Last day, YYYY-MM-DD");
  verb.add_option("--note", *options->request.mutable_note(), "What the patient should know");
  Does<AssignOptions>(verb, context, options, Assign);
}

}  // namespace

void AddPrograms(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "programs", "Exercises that belong together");

  CLI::App& list = AddVerb(noun, "list", "List programs",
                           "programs list\nprograms list --filter 'state = STATE_PUBLISHED'");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "",
                 {.filter = "state, title, create_time",
                  .example = "state = STATE_PUBLISHED",
                  .order = "title, create_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      return ShowList(c, client, &ProgramStub::ListPrograms,
                                      &v1::ListProgramsResponse::programs,
                                      v1::ListProgramsRequest(), o, ProgramColumns());
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one program", "programs show programs/01k");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "program");
  Does<NameOption>(
      show, context, name, [](const Context& c, const client::Client& client, const NameOption& o) {
        return c.Show(ProgramColumns(), client.Call(&ProgramStub::GetProgram,
                                                    client::ByName<v1::GetProgramRequest>(o.name)));
      });
  AddCreateProgram(noun, context);
  AddProgramMove<v1::PublishProgramRequest>(noun, context, "publish", "Make a draft assignable",
                                            &ProgramStub::PublishProgram);
  AddProgramMove<v1::ReviseProgramRequest>(noun, context, "revise", "Begin the next revision",
                                           &ProgramStub::ReviseProgram);
  AddProgramMove<v1::RetireProgramRequest>(noun, context, "retire", "End assigning it",
                                           &ProgramStub::RetireProgram);
  AddAssign(noun, context);
}

}  // namespace midstance::cli
