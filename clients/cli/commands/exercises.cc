#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "midstance/v1/program_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using ProgramStub = v1::ProgramService::Stub;

absl::Status ListLibrary(const Context& context, const client::Client& client,
                         const ListOptions& options) {
  v1::ListExercisesRequest request;
  request.set_filter(options.filter);
  return ShowFetched(context, ExerciseColumns(),
                     FetchAll(client, &ProgramStub::ListExercises,
                              &v1::ListExercisesResponse::exercises, request, options.limit));
}

absl::Status ShowExercise(const Context& context, const client::Client& client,
                          const NameOption& option) {
  return context.Show(
      ExerciseColumns(),
      client.Call(&ProgramStub::GetExercise, client::ByName<v1::GetExerciseRequest>(option.name)));
}

}  // namespace

void AddExercises(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "exercises", "The library of exercises");

  CLI::App& list = AddVerb(noun, "list", "List the library",
                           "exercises list --limit 100\n"
                           "exercises list --filter 'muscle = psoas'\n"
                           "exercises list --filter 'kind = MOBILITY AND caution = K6'");
  auto options = std::make_shared<ListOptions>();
  AddLimit(list, options->limit);
  list.add_option("--filter", options->filter,
                  "Over kind, muscle, tag, caution, title, e.g. 'kind = STRENGTH'");
  Does<ListOptions>(list, context, options, ListLibrary);

  CLI::App& show = AddVerb(noun, "show", "Show one exercise; --format json has all of it",
                           "exercises show exercises/tr-iliacus");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "exercise");
  Does<NameOption>(show, context, name, ShowExercise);
}

}  // namespace midstance::cli
