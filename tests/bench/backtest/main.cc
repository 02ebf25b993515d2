// How long it takes to try other rules on the whole past of a clinic, as BackTestRuleSet does, and
// whether any number of threads finds the same.
#include <sodium.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "midstance/v1/rule_set_service.pb.h"
#include "services/rules/backtest.h"
#include "services/rules/testing.h"
#include "services/rulesets/back_test.h"
#include "services/rulesets/revision.h"
#include "services/rulesets/test_patient.h"
#include "storage/open.h"
#include "storage/tables/all.h"
#include "support/policy.h"
#include "support/status.h"
#include "tests/bench/backtest/history.h"
#include "tests/support/temporary_folder.h"

namespace midstance::bench {
namespace {

using BenchClock = std::chrono::steady_clock;

constexpr double kGoal = 20;  // s of one core for 10,000 patients with 200 check-ins each
constexpr double kGoalCheckIns = 2'000'000;

// Five days of swelling in the place of seven.
constexpr char kCandidate[] = R"pb(
  rules {
    id: "swelling-persistent"
    title: "Swelling that does not go away with rest"
    family: "swelling"
    key: EACH_SITE
    urgency: SOON
    when {
      run {
        of: "unsettled_swelling"
        min_entries: 2
        span { days: 5 }
      }
    }
    outcome {
      actions: [ OPEN_ESCALATION, HOLD_RUNNING ]
      destination: "gp-or-sports-physician"
      activity_advice: "no-impact"
      basis: "Swelling at the {site} {period}, not settling with rest ({findings})."
    }
    sources { key: "decision" note: "a change to be tried" }
  })pb";

double ProcessorSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  constexpr double kNanos = 1e-9;
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * kNanos;
}

class Stopwatch {
 public:
  double Wall() const { return std::chrono::duration<double>(BenchClock::now() - wall_).count(); }
  double Processor() const { return ProcessorSeconds() - processor_; }

 private:
  const BenchClock::time_point wall_ = BenchClock::now();
  const double processor_ = ProcessorSeconds();
};

absl::StatusOr<std::unique_ptr<storage::Store>> Open(const std::string& database) {
  storage::OpenOptions options;
  options.uri = "sqlite:" + database;
  options.now = [] { return HistoryNow(); };
  options.new_id = "back-test bench id";
  options.error_sink = [](std::string_view text) { std::cerr << text << '\n'; };
  options.unsafe_sync = true;
  return storage::Open(options);
}

absl::Status Fill(const std::string& database, int patients, int check_ins) {
  const std::string unfinished = database + ".unfinished";
  std::filesystem::remove(unfinished);
  {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto store, Open(unfinished));
    MIDSTANCE_RETURN_IF_ERROR(FillHistory(*store, patients, check_ins, [](int done) {
      if (done % 1000 == 0) std::cerr << done << " patients\n";
    }));
    store->Drain();
  }
  std::filesystem::rename(unfinished, database);
  for (const char* beside : {"-shm", "-wal", ".lock"}) std::filesystem::remove(unfinished + beside);
  return absl::OkStatus();
}

std::string Digest(const std::string& bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  constexpr std::size_t kShown = 8;
  std::array<char, 2 * kShown + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), kShown);
  return hex.data();
}

struct Tried {
  std::string differences;  // their bytes, one after the other, by patient
  int found = 0;
  long check_ins = 0;
};

// As the server does it for a lead clinician.
absl::StatusOr<Tried> ByStream(storage::Store& store, const cases::Engines& engines) {
  static const MethodPolicy kPolicy;
  rpc::Call call;
  call.policy = &kPolicy;
  call.principal.name = "users/anna";
  call.principal.clinic = kHistoryClinic;
  call.principal.roles.Add(options::v1::ROLE_LEAD_CLINICIAN);
  call.acting.Add(options::v1::ROLE_LEAD_CLINICIAN);
  call.now = HistoryNow();
  v1::BackTestRuleSetRequest request;
  request.set_name("ruleSets/running-hip-core");
  request.add_files()->set_text(kCandidate);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto stream,
                             rulesets::BackTestStream::Open({store, engines}, call, request));
  Tried tried;
  while (!stream->Done()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto batch, stream->Pull(call.principal, HistoryNow(), false));
    for (const auto& bytes : batch) {
      v1::BackTestRuleSetResponse response;
      response.ParseFromString(bytes);
      tried.check_ins = std::max<long>(tried.check_ins, response.summary().reports());
      if (!response.has_difference()) continue;
      ++tried.found;
      tried.differences += response.difference().SerializeAsString();
    }
  }
  return tried;
}

// The same, every thread with patients of its own.
absl::StatusOr<Tried> ByThreads(storage::Store& store, const cases::Engines& engines, int threads) {
  v1::BackTestRuleSetRequest request;
  request.add_files()->set_text(kCandidate);
  const auto& active = engines.shipped()->rules();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto candidate, rulesets::ChangedRules(active, request.files(),
                                                                          request.without_rules()));
  std::vector<std::string> patients;
  MIDSTANCE_RETURN_IF_ERROR(store.Read(kHistoryClinic, [&](const storage::Reader& reader) {
    return reader.ForEach<v1::Patient>(
        {}, [&](const v1::Patient& patient) { patients.push_back(patient.name()); });
  }));
  std::ranges::sort(patients);
  const rules::BackTestPeriod period{.since = std::nullopt, .end = HistoryNow()};
  std::vector<rulesets::PatientTested> tested(patients.size());
  std::vector<absl::Status> failed(static_cast<std::size_t>(threads));
  const auto work = [&](std::size_t mine) {
    for (std::size_t i = mine; i < patients.size(); i += static_cast<std::size_t>(threads)) {
      failed[mine] = store.Read(kHistoryClinic, [&](const storage::Reader& reader) {
        auto one = rulesets::TestPatient(reader, active, candidate, period, patients[i]);
        if (!one.ok()) return one.status();
        tested[i] = *std::move(one);
        return absl::OkStatus();
      });
      if (!failed[mine].ok()) return;
    }
  };
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < failed.size(); ++i) running.emplace_back(work, i);
  for (auto& thread : running) thread.join();
  for (const auto& status : failed) MIDSTANCE_RETURN_IF_ERROR(status);
  Tried tried;
  for (const auto& one : tested) {
    tried.check_ins += static_cast<long>(one.counts.reports);
    for (const auto& difference : one.differences) {
      ++tried.found;
      tried.differences += difference.SerializeAsString();
    }
  }
  return tried;
}

void Print(const char* what, const Stopwatch& watch, const Tried& tried) {
  std::printf("%-12s %8.2f %8.2f %10ld %12.0f %8d  %s\n", what, watch.Wall(), watch.Processor(),
              tried.check_ins, static_cast<double>(tried.check_ins) / watch.Processor(),
              tried.found, Digest(tried.differences).c_str());
  std::fflush(stdout);
}

absl::StatusOr<bool> Measure(const std::string& database) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto store, Open(database));
  const cases::Engines engines{rules::CoreInUtc()};
  std::printf("%-12s %8s %8s %10s %12s %8s  %s\n", "", "wall, s", "core, s", "check-ins",
              "a core-s", "found", "digest");
  const Stopwatch stream_watch;
  MIDSTANCE_ASSIGN_OR_RETURN(const Tried stream, ByStream(*store, engines));
  const double processor = stream_watch.Processor();
  Print("stream", stream_watch, stream);
  bool same = true;
  for (const auto& [what, threads] : {std::pair("1 thread", 1), std::pair("2 threads", 2)}) {
    const Stopwatch watch;
    MIDSTANCE_ASSIGN_OR_RETURN(const Tried tried, ByThreads(*store, engines, threads));
    Print(what, watch, tried);
    same = same && tried.differences == stream.differences;
  }
  const double goal = kGoal * static_cast<double>(stream.check_ins) / kGoalCheckIns;
  std::printf("%s; %.2f of the %.1f s that are the goal for so many\n",
              same ? "all found the same" : "THEY DIFFER", processor / goal, goal);
  return same;
}

absl::StatusOr<bool> Run(std::string file, int patients, int check_ins) {
  const testing::TemporaryFolder work;
  if (file.empty()) file = work.File("history.db");
  if (!std::filesystem::exists(file)) {
    MIDSTANCE_RETURN_IF_ERROR(Fill(file, patients, check_ins));
  }
  return Measure(file);
}

}  // namespace
}  // namespace midstance::bench

int main(int argc, char** argv) {
  std::string file;
  int patients = 10'000;
  int check_ins = 200;
  CLI::App app{"Tries other rules on the whole past of a clinic"};
  app.add_option("--file", file, "the clinic's database: made when it is not there, and kept");
  app.add_option("--patients", patients, "how many a new database gets")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--check-ins", check_ins, "how many each of them gets")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const auto same = midstance::bench::Run(file, patients, check_ins);
  if (!same.ok()) std::cerr << same.status() << '\n';
  return same.ok() && *same ? 0 : 1;
}
