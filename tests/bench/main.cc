#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "tests/bench/bench.h"
#include "tests/bench/echo_server.h"
#include "tests/support/temporary_folder.h"

int main(int argc, char** argv) {
  midstance::bench::Options options;
  std::vector<std::string> echo;
  bool json = false;
  bool quick = false;
  std::string folder = std::filesystem::temp_directory_path().string();
  CLI::App app{"Measures midstanced beside its ceilings, in one run of less than three minutes"};
  app.add_option("--midstanced", options.midstanced, "the server's program");
  app.add_option("--peer", options.peer, "folder of the peer, with its node_modules");
  app.add_option("--rounds", options.rounds, "how often each thing is measured")
      ->check(CLI::Range(1, 20));
  app.add_option("--folder", folder, "where the data is put, on the disk to measure");
  app.add_flag("--json", json, "JSON instead of a table");
  app.add_flag("--quick", quick, "one short round without the large file: shows that it runs");
  app.add_flag("--recording", options.recording_only,
               "only the echo and recording: to profile the server");
  app.add_option("--echo-server", echo, "only serve the echo, with this certificate and key")
      ->expected(2);
  CLI11_PARSE(app, argc, argv);
  if (!echo.empty()) return midstance::bench::RunEchoServer(echo[0], echo[1]);
  if (options.midstanced.empty()) {
    std::cerr << "--midstanced is needed\n";
    return 2;
  }
  if (quick) {
    options.rounds = 1;
    options.slice = std::chrono::milliseconds{200};
    options.half_load = std::chrono::seconds{1};
    options.big_file = 0;
    options.flags = 5;
  }
  if (options.recording_only) {
    options.peer.clear();
    options.big_file = 0;
  }
  midstance::testing::TemporaryFolder work(folder);
  options.work = work.path().string();
  options.self = std::filesystem::read_symlink("/proc/self/exe").string();
  const auto findings = midstance::bench::Measure(options, std::cerr);
  if (!findings.ok()) {
    work.Keep();
    std::cerr << findings.status() << "\nthe logs are in " << work.path() << '\n';
    return 1;
  }
  if (json) {
    midstance::bench::PrintJson(findings->figures, std::cout);
    return 0;
  }
  midstance::bench::PrintTable(findings->figures, std::cout);
  for (const std::string& note : findings->notes) std::cout << note << '\n';
  return 0;
}
