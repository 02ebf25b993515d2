#include "tests/bench/process_stats.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace midstance::bench {
namespace {

// Adds the thread's time under its name.
void AddThread(const std::filesystem::path& stat,
               std::map<std::string, std::chrono::microseconds>& times) {
  std::ifstream file(stat);
  std::string line;
  std::getline(file, line);
  const auto open = line.find('(');
  const auto close = line.rfind(')');
  if (open == std::string::npos || close == std::string::npos) return;
  std::istringstream rest(line.substr(close + 2));
  std::string skipped;
  // Fields 3 to 13 of proc(5); then user and system time in ticks.
  for (int field = 3; field < 14; ++field) rest >> skipped;
  long user = 0;
  long system = 0;
  rest >> user >> system;
  const long micros_per_tick = 1'000'000 / sysconf(_SC_CLK_TCK);
  times[line.substr(open + 1, close - open - 1)] +=
      std::chrono::microseconds{(user + system) * micros_per_tick};
}

}  // namespace

double ResidentMiB(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("VmRSS:", 0) != 0) continue;
    return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

std::map<std::string, std::chrono::microseconds> ProcessorTimeByThread(pid_t pid) {
  std::map<std::string, std::chrono::microseconds> times;
  std::error_code ignored;
  const std::filesystem::path tasks = "/proc/" + std::to_string(pid) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(tasks, ignored)) {
    AddThread(task.path() / "stat", times);
  }
  return times;
}

std::chrono::microseconds ProcessorTime(pid_t pid) {
  std::chrono::microseconds sum{0};
  for (const auto& [name, time] : ProcessorTimeByThread(pid)) sum += time;
  return sum;
}

}  // namespace midstance::bench
