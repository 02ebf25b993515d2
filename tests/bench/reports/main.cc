// How soon each report gives its first row over a clinic of many check-ins, and how much memory it
// takes until its last one.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "midstance/v1/report_service.pb.h"
#include "services/measures/library.h"
#include "services/reports/definitions.h"
#include "services/reports/verbs.h"
#include "services/rules/testing.h"
#include "services/schedule/clinic_calendar.h"
#include "services/worklist/settings.h"
#include "support/policy.h"
#include "support/status.h"
#include "tests/bench/process_stats.h"
#include "tests/bench/reports/big_clinic.h"
#include "tests/support/temporary_folder.h"

namespace midstance::bench {
namespace {

using BenchClock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr double kFirstRowGoal = 1;  // s
constexpr double kPeakGoal = 128;    // MiB
constexpr char kNextLine[] = ",\n  ";
constexpr std::array<std::uint8_t, TokenSealer::kKeyBytes> kKey = {7};

struct Measured {
  double first_default = 0;  // s until the first row, with pages of the default size
  double first_largest = 0;  // s, with the largest pages that the server gives
  double all = 0;            // s until the last row
  double longest_page = 0;   // s
  int rows = 0;
  double peak = 0;   // resident MiB of the process at most
  double grown = 0;  // MiB above what it had before the report
};

rpc::Call CallOf(options::v1::Role role) {
  static const MethodPolicy kPolicy;
  rpc::Call call;
  call.policy = &kPolicy;
  call.principal.name = kReportsTherapist;
  call.principal.clinic = kReportsClinic;
  call.acting.Add(role);
  call.now = ReportsNow();
  return call;
}

double PeakMiB() {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

// Lets the peak begin anew at what is resident now.
void ForgetPeak() { std::ofstream("/proc/self/clear_refs") << "5"; }

class ReportRun {
 public:
  ReportRun(storage::Store& store, const measures::Library& library, std::string report,
            options::v1::Role role)
      : store_(store),
        verb_{library, calendar_, engines_, worklist_, sealer_},
        report_(std::move(report)),
        call_(CallOf(role)) {}

  absl::StatusOr<Measured> Measure() {
    Measured measured;
    constexpr int kDefault = 0;
    constexpr int kLargest = 500;
    const double before = ResidentMiB(getpid());
    ForgetPeak();
    MIDSTANCE_ASSIGN_OR_RETURN(measured.first_default, Stream(kDefault, true, measured));
    MIDSTANCE_ASSIGN_OR_RETURN(measured.first_largest, Stream(kLargest, false, measured));
    measured.peak = PeakMiB();
    measured.grown = measured.peak - before;
    return measured;
  }

 private:
  // Seconds until the first row, or until it was known that there is none.
  absl::StatusOr<double> Stream(int page_size, bool only_first, Measured& measured) {
    v1::RunReportRequest request;
    request.set_report(report_);
    request.set_page_size(page_size);
    double first = -1;
    const auto begin = BenchClock::now();
    do {
      const auto page_begin = BenchClock::now();
      absl::StatusOr<v1::RunReportResponse> page = absl::UnknownError("not run");
      MIDSTANCE_RETURN_IF_ERROR(store_.Read(kReportsClinic, [&](const storage::Reader& reader) {
        page = verb_(call_, reader, request);
        return page.status();
      }));
      const auto now = BenchClock::now();
      if (first < 0 && page->rows_size() > 0) first = Seconds(now - begin).count();
      if (first >= 0 && only_first) return first;
      measured.longest_page = std::max(measured.longest_page, Seconds(now - page_begin).count());
      measured.rows += page->rows_size();
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    measured.all = Seconds(BenchClock::now() - begin).count();
    return first < 0 ? measured.all : first;
  }

  const TokenSealer sealer_{kKey};
  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  const config::v1::WorklistSettings worklist_ = *worklist::ShippedSettings();
  const cases::Engines engines_{rules::CoreInUtc()};
  storage::Store& store_;
  const reports::RunReport verb_;
  const std::string report_;
  const rpc::Call call_;
};

// `before`: what stands before a line of JSON; nullptr for a table.
absl::Status Print(const std::string& database, const std::string& report, options::v1::Role role,
                   const char* before) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto store, OpenReportsClinic(database));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto library, measures::Shipped());
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, ReportRun(*store, library, report, role).Measure());
  const std::string who = role == options::v1::ROLE_CLINICIAN ? "clinician" : "lead";
  if (before != nullptr) {
    const std::string name = "reports." + who + "." + report;
    for (const auto& [what, value, goal] :
         {std::tuple(".first_row_s", std::max(of.first_default, of.first_largest), kFirstRowGoal),
          std::tuple(".peak_mib", of.peak, kPeakGoal)}) {
      std::printf("%s\"%s%s\": {\"value\": %.3f, \"ceiling\": %.0f, \"ratio\": %.3f}", before,
                  name.c_str(), what, value, goal, value / goal);
      before = kNextLine;
    }
    return absl::OkStatus();
  }
  std::printf("%-10s %-19s %9.3f %9.3f %9.3f %9.3f %8d %7.1f %7.1f%s\n", who.c_str(),
              report.c_str(), of.first_default, of.first_largest, of.longest_page, of.all, of.rows,
              of.peak, of.grown,
              std::max(of.first_default, of.first_largest) > kFirstRowGoal || of.peak > kPeakGoal
                  ? "  MISSES ITS GOAL"
                  : "");
  return absl::OkStatus();
}

// Lets the system forget what it keeps of the file, so that the next read is one of the disk. Not
// while this process has the database open: closing the file would drop its locks.
void ForgetFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  fsync(file);
  posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
  close(file);
}

// In a process of its own: what one report leaves in memory is not counted to the next.
bool PrintApart(const std::string& database, const std::string& report, options::v1::Role role,
                const char* before) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    const absl::Status printed = Print(database, report, role, before);
    if (!printed.ok()) std::cerr << report << ": " << printed << '\n';
    std::fflush(stdout);
    _exit(printed.ok() ? 0 : 1);
  }
  int ended = 1;
  return child > 0 && waitpid(child, &ended, 0) == child && ended == 0;
}

absl::Status Fill(const std::string& database, int check_ins) {
  const std::string unfinished = database + ".unfinished";
  std::filesystem::remove(unfinished);
  {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto store, OpenReportsClinic(unfinished));
    MIDSTANCE_RETURN_IF_ERROR(FillReportsClinic(*store, check_ins, [&](int done) {
      if (done / 100'000 != (done - 900) / 100'000) std::cerr << done << " check-ins\n";
    }));
    store->Drain();
  }
  std::filesystem::rename(unfinished, database);
  for (const char* beside : {"-shm", "-wal", ".lock"}) std::filesystem::remove(unfinished + beside);
  return absl::OkStatus();
}

}  // namespace
}  // namespace midstance::bench

int main(int argc, char** argv) {
  std::string file;
  int check_ins = 1'000'000;
  bool json = false;
  bool cold = false;
  CLI::App app{"Measures each report over a clinic of many check-ins"};
  app.add_option("--file", file, "the clinic's database: made when it is not there, and kept");
  app.add_option("--check-ins", check_ins, "how many a new database gets")
      ->check(CLI::Range(60, 100'000'000))
      ->capture_default_str();
  app.add_flag("--json", json, "JSON instead of a table");
  app.add_flag("--cold", cold, "begin each report with nothing of the file in memory");
  CLI11_PARSE(app, argc, argv);
  const midstance::testing::TemporaryFolder work;
  if (file.empty()) file = work.File("reports.db");
  if (!std::filesystem::exists(file)) {
    const absl::Status filled = midstance::bench::Fill(file, check_ins);
    if (!filled.ok()) {
      std::cerr << filled << '\n';
      return 1;
    }
  }
  if (json) {
    std::printf("{");
  } else {
    std::printf("%-10s %-19s %9s %9s %9s %9s %8s %7s %7s\n", "", "", "first, s", "of 500, s",
                "page, s", "all, s", "rows", "MiB", "grown");
  }
  bool well = true;
  const char* before = json ? "\n  " : nullptr;
  for (const auto role :
       {midstance::options::v1::ROLE_LEAD_CLINICIAN, midstance::options::v1::ROLE_CLINICIAN}) {
    for (const auto& report : midstance::reports::Shipped().reports()) {
      if (cold) midstance::bench::ForgetFile(file);
      well = midstance::bench::PrintApart(file, report.report(), role, before) && well;
      if (json) before = midstance::bench::kNextLine;
    }
  }
  if (json) std::printf("\n}\n");
  return well ? 0 : 1;
}
