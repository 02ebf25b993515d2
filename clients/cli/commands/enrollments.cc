#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/commands/prescribing.h"
#include "clients/core/change.h"
#include "midstance/v1/program_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using ProgramStub = v1::ProgramService::Stub;

constexpr char kExample[] = " patients/amelie/cases/01k/enrollments/01m ";

struct EnrollmentToCheck {
  v1::CheckPrescriptionRequest request;
  PrescribedWords words;
};

absl::Status CheckEnrollment(const Context& context, const client::Client& client,
                             const EnrollmentToCheck& options) {
  v1::CheckPrescriptionRequest request = options.request;
  MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_exercises(), ParsePrescribedExercises(options.words));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::CheckPrescriptionResponse reply,
                             client.Call(&ProgramStub::CheckPrescription, request));
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(reply);
    return absl::OkStatus();
  }
  for (const auto& advice : reply.check().advice()) {
    context.talk() << "note: " << advice.text() << '\n';
  }
  for (const auto& each : reply.check().not_asked()) {
    context.talk() << "not asked: " << each.exercise() << ' ' << each.caution() << ':';
    for (const auto& code : each.codes()) context.talk() << ' ' << code;
    context.talk() << '\n';
  }
  return context.ShowAll(FindingColumns(), reply.check().findings());
}

void AddCheck(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "check", "What is known against exercises; keeps nothing",
              "enrollments check patients/amelie/cases/01k tr-iliacus/left rr-strides\n"
              "enrollments check patients/amelie/cases/01k --program programs/01m");
  auto options = std::make_shared<EnrollmentToCheck>();
  verb.add_option("case", *options->request.mutable_parent(), "In which case")->required();
  AddExerciseWords(verb, options->words);
  verb.add_option("--program", *options->request.mutable_program(), "Exercises of this program");
  Does<EnrollmentToCheck>(verb, context, options, CheckEnrollment);
}

struct PrescribeOptions {
  v1::PrescribeExercisesRequest request;
  PrescribedWords words;
};

absl::Status Prescribe(const Context& context, const client::Client& client,
                       const PrescribeOptions& options) {
  v1::PrescribeExercisesRequest request = options.request;
  MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_exercises(), ParsePrescribedExercises(options.words));
  const std::string name = request.name();
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::PrescribeExercisesResponse reply,
      client::Change(client, &ProgramStub::GetEnrollment, &ProgramStub::PrescribeExercises, name,
                     std::move(request)));
  return ShowPrescribed(context, reply);
}

void AddPrescribe(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "prescribe", "Prescribe other exercises from a day on",
                           "enrollments prescribe" + std::string(kExample) +
                               "tr-iliacus/left st-squat \\\n"
                               "    --start 2026-12-08 --reason 'Stronger now'");
  auto options = std::make_shared<PrescribeOptions>();
  AddName(verb, *options->request.mutable_name(), "enrollment");
  AddExerciseWords(verb, options->words);
  verb.add_option("--start", *options->request.mutable_start_date(), "First day, YYYY-MM-DD")
      ->required();
  verb.add_option("--reason", *options->request.mutable_reason(), "Why")->required();
  Does<PrescribeOptions>(verb, context, options, Prescribe);
}

template <class Request>
struct OneExercise {
  Request request;
  std::string exercise;
};

// Something about one exercise of an enrollment; `show` tells the answer.
template <class Request, class Response>
void AddOne(CLI::App& noun, Context& context, const std::string& name,
            const std::string& description,
            grpc::Status (ProgramStub::*method)(grpc::ClientContext*, const Request&, Response*),
            absl::Status (*show)(const Context&, const Response&)) {
  constexpr bool kDated = requires(Request r) { r.set_start_date(std::string()); };
  CLI::App& verb = AddVerb(noun, name, description,
                           "enrollments " + name + kExample + "st-bridge/left " +
                               (kDated ? "--start 2026-12-08 " : "") + "--reason 'No pain'");
  using Options = OneExercise<Request>;
  auto options = std::make_shared<Options>();
  AddName(verb, *options->request.mutable_name(), "enrollment");
  verb.add_option("exercise", options->exercise, "exercise or exercise/side")->required();
  if constexpr (kDated) {
    verb.add_option("--start", *options->request.mutable_start_date(), "First day, YYYY-MM-DD")
        ->required();
  }
  verb.add_option("--reason", *options->request.mutable_reason(), "Why")->required();
  Does<Options>(
      verb, context, options,
      [method, show](const Context& c, const client::Client& client,
                     const Options& given) -> absl::Status {
        MIDSTANCE_ASSIGN_OR_RETURN(const auto named, ParsePrescribedExercise(given.exercise));
        Request request = given.request;
        request.set_exercise(named.exercise());
        if (named.side() != v1::SIDE_UNSPECIFIED) request.set_side(named.side());
        MIDSTANCE_ASSIGN_OR_RETURN(const Response reply,
                                   client::Change(client, &ProgramStub::GetEnrollment, method,
                                                  given.request.name(), std::move(request)));
        return show(c, reply);
      });
}

// Moves an enrollment to another state.
template <class Request>
void AddEnrollmentMove(CLI::App& noun, Context& context, const std::string& name,
                       const std::string& description,
                       grpc::Status (ProgramStub::*method)(grpc::ClientContext*, const Request&,
                                                           v1::Enrollment*)) {
  CLI::App& verb =
      AddVerb(noun, name, description, "enrollments " + name + kExample + "--reason 'As planned'");
  auto request = std::make_shared<Request>();
  AddName(verb, *request->mutable_name(), "enrollment");
  verb.add_option("--reason", *request->mutable_reason(), "Why, or what came of it")->required();
  Does<Request>(verb, context, request,
                [method](const Context& c, const client::Client& client, const Request& given) {
                  return c.Show(EnrollmentColumns(),
                                client::Change(client, &ProgramStub::GetEnrollment, method,
                                               given.name(), given));
                });
}

void AddExcuse(CLI::App& noun, Context& context) {
  using Request = v1::ExcuseDaysRequest;
  CLI::App& verb = AddVerb(noun, "excuse", "Days that do not count",
                           "enrollments excuse" + std::string(kExample) +
                               "--from 2026-12-01 --to 2026-12-03 --reason 'Influenza'");
  auto request = std::make_shared<Request>();
  AddName(verb, *request->mutable_name(), "enrollment");
  verb.add_option("--from", *request->mutable_first_date(), "First day, YYYY-MM-DD")->required();
  verb.add_option("--to", *request->mutable_last_date(), "Last day, YYYY-MM-DD")->required();
  verb.add_option("--reason", *request->mutable_reason(), "Why")->required();
  Does<Request>(verb, context, request,
                [](const Context& c, const client::Client& client, const Request& given) {
                  return c.Show(EnrollmentColumns(),
                                client::Change(client, &ProgramStub::GetEnrollment,
                                               &ProgramStub::ExcuseDays, given.name(), given));
                });
}

void AddReading(CLI::App& noun, Context& context) {
  CLI::App& list = AddVerb(noun, "list", "List enrollments, the latest first",
                           "enrollments list\nenrollments list --filter 'state = STATE_ACTIVE'");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "patients/-",
                 {.filter = "state, start_date, program, create_time",
                  .example = "state = STATE_ACTIVE",
                  .order = "start_date, create_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      v1::ListEnrollmentsRequest request;
                      request.set_parent(CaseParent(o.parent));
                      return ShowList(c, client, &ProgramStub::ListEnrollments,
                                      &v1::ListEnrollmentsResponse::enrollments, request, o,
                                      EnrollmentColumns());
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one enrollment; --format json has all of it",
                           "enrollments show patients/amelie/cases/01k/enrollments/01m");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "enrollment");
  Does<NameOption>(show, context, name,
                   [](const Context& c, const client::Client& client, const NameOption& o) {
                     return c.Show(EnrollmentColumns(),
                                   client.Call(&ProgramStub::GetEnrollment,
                                               client::ByName<v1::GetEnrollmentRequest>(o.name)));
                   });
}

}  // namespace

void AddEnrollments(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "enrollments", "What patients do at home");
  AddReading(noun, context);
  AddCheck(noun, context);
  AddPrescribe(noun, context);
  AddOne<v1::ProgressExerciseRequest, v1::PrescribeExercisesResponse>(
      noun, context, "progress", "Make one exercise harder by one step",
      &ProgramStub::ProgressExercise, ShowPrescribed<v1::PrescribeExercisesResponse>);
  AddOne<v1::RegressExerciseRequest, v1::PrescribeExercisesResponse>(
      noun, context, "regress", "Make one exercise easier by one step",
      &ProgramStub::RegressExercise, ShowPrescribed<v1::PrescribeExercisesResponse>);
  AddOne<v1::ReleaseExerciseRequest, v1::Enrollment>(
      noun, context, "release", "Lift the hold of one exercise", &ProgramStub::ReleaseExercise,
      [](const Context& c, const v1::Enrollment& e) { return c.Show(EnrollmentColumns(), e); });
  AddEnrollmentMove<v1::HoldEnrollmentRequest>(noun, context, "hold", "Pause the whole program",
                                               &ProgramStub::HoldEnrollment);
  AddEnrollmentMove<v1::ResumeEnrollmentRequest>(noun, context, "resume", "End the pause",
                                                 &ProgramStub::ResumeEnrollment);
  AddEnrollmentMove<v1::CompleteEnrollmentRequest>(
      noun, context, "complete", "Done with, as planned", &ProgramStub::CompleteEnrollment);
  AddEnrollmentMove<v1::StopEnrollmentRequest>(noun, context, "stop", "End it before its time",
                                               &ProgramStub::StopEnrollment);
  AddExcuse(noun, context);
}

}  // namespace midstance::cli
