#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "clients/core/error_text.h"
#include "clients/core/profile.h"
#include "clients/core/words.h"
#include "clients/story/loader.h"
#include "clients/story/plan.h"
#include "clients/story/story.h"

namespace midstance::story {
namespace {

struct Options {
  std::string join_file;
  std::string password_file;
  std::string admin = "admin";
  std::uint64_t seed = 42;
  std::string end;
  std::string restart_command;
  std::string phone_command;
};

absl::StatusOr<Desks> OpenDesks(const Options& options, client::RequestIds request_ids) {
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Endpoint endpoint,
                             client::LoadJoinFile(options.join_file));
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string password, client::ReadSecret(options.password_file));
  client::CallOptions calls;
  calls.request_ids = std::move(request_ids);
  return Desks(client::Client(client::MakeChannel(endpoint), std::move(calls)), options.admin,
               password);
}

absl::Status Load(const Options& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto end, client::ParseTime(options.end));
  MIDSTANCE_ASSIGN_OR_RETURN(const Plan plan, MakePlan(options.seed, DayOf(InstantOf(end))));
  MIDSTANCE_ASSIGN_OR_RETURN(
      Desks desks, OpenDesks(options, client::SeededRequestIds(options.seed, "sample clinic")));
  const auto begun = std::chrono::steady_clock::now();
  MIDSTANCE_ASSIGN_OR_RETURN(const Loaded loaded, LoadPlan(plan, desks));
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begun);
  std::cout << loaded << " (" << took.count() << " ms)\n";
  return absl::OkStatus();
}

absl::Status PlayStory(const Options& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(Desks desks, OpenDesks(options, client::RandomRequestIds()));
  Teller teller(std::cout);
  Story story(
      desks, teller,
      [&options]() -> absl::Status {
        std::cout.flush();
        const int result = std::system(options.restart_command.c_str());
        if (result == 0) return absl::OkStatus();
        return absl::InternalError("the restart command failed with " + std::to_string(result));
      },
      options.phone_command.empty() ? Telephone() : PlayedBy(options.phone_command));
  MIDSTANCE_RETURN_IF_ERROR(story.Play());
  std::cout << "\nThe end: " << teller.held() << " promises held.\n";
  return absl::OkStatus();
}

void AddCommon(CLI::App& command, Options& options) {
  command.add_option("--join", options.join_file, "The server's join file")->required();
  command
      .add_option("--password-file", options.password_file,
                  "File with the administrator's password; the sample's staff get it too")
      ->required();
  command.add_option("--admin", options.admin, "The administrator's user name")
      ->capture_default_str();
}

int Run(int argc, char** argv) {
  CLI::App app("A sample clinic and a story, played on a server with a demo clock");
  app.require_subcommand(1);
  Options options;
  CLI::App& load = *app.add_subcommand("load", "Fill an empty server with 120 invented days");
  AddCommon(load, options);
  load.add_option("--seed", options.seed, "The same seed gives the same clinic")
      ->capture_default_str();
  load.add_option("--end", options.end, "The day after the last, e.g. 2026-11-06")->required();
  CLI::App& story = *app.add_subcommand(
      "story", "Play a runner's way from first visit to the doctor's answer in November 2026");
  AddCommon(story, options);
  story
      .add_option("--restart-command", options.restart_command,
                  "Kills the server, starts it again and returns when it is ready")
      ->required();
  story.add_option("--phone-command", options.phone_command,
                   "Plays a telephone: gets a time, the code of a link and what to tap, and prints "
                   "what it showed. Left out: check-ins are calls");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = load.parsed() ? Load(options) : PlayStory(options);
  std::cout.flush();
  if (status.ok()) return 0;
  std::cerr << client::ErrorLines(status) << '\n';
  return 1;
}

}  // namespace
}  // namespace midstance::story

int main(int argc, char** argv) { return midstance::story::Run(argc, argv); }
