#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "clients/checkin/answer_command.h"
#include "clients/gateway/serve_command.h"

namespace midstance {
namespace {

// Without a command it is the check-in at this terminal.
std::vector<std::string> WithCommand(std::vector<std::string> arguments) {
  const bool helps = !arguments.empty() && (arguments[0] == "-h" || arguments[0] == "--help");
  if (arguments.empty() || (arguments[0].starts_with('-') && !helps)) {
    arguments.insert(arguments.begin(), "answer");
  }
  return arguments;
}

int Run(std::vector<std::string> arguments) {
  CLI::App app(
      "midstance-checkin: lets runners check in, at a terminal or on their phones, and doctors\n"
      "answer letters.\n\n"
      "  midstance-checkin --join join.json          # check in here; the same as answer\n"
      "  midstance-checkin serve --join join.json    # for phones and browsers\n");
  app.name("midstance-checkin");
  app.require_subcommand(1);
  checkin::AnswerOptions answer_options;
  const auto* const answer = checkin::AddAnswerCommand(app, answer_options);
  gateway::ServeOptions serve_options;
  gateway::AddServeCommand(app, serve_options);
  try {
    arguments = WithCommand(std::move(arguments));
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    constexpr int kUsage = 2;
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  if (answer->parsed()) return checkin::RunAnswerCommand(answer_options);
  return gateway::RunServeCommand(serve_options);
}

}  // namespace
}  // namespace midstance

int main(int argc, char** argv) { return midstance::Run({argv + 1, argv + argc}); }
