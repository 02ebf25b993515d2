#pragma once

#include <absl/status/statusor.h>
#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace midstance::e2e {

// A program started by this one. Killed and reaped when the object goes, and by the kernel when
// this program ends first. For one thread.
class ChildProcess {
 public:
  // `command` is looked up in PATH. Standard error is appended to `errors_to`.
  static absl::StatusOr<ChildProcess> Start(const std::vector<std::string>& command,
                                            const std::string& errors_to);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  // The next line of its standard output, without its end. DEADLINE_EXCEEDED, or OUT_OF_RANGE when
  // it closed its output.
  absl::StatusOr<std::string> ReadLine(std::chrono::milliseconds patience);
  absl::Status Signal(int signal);
  // Its exit code, or 128 and the signal that ended it.
  absl::StatusOr<int> Wait(std::chrono::milliseconds patience);

 private:
  ChildProcess(pid_t pid, int output) : pid_(pid), output_(output) {}
  void End();

  pid_t pid_ = -1;
  int output_ = -1;
  std::string unread_;
};

}  // namespace midstance::e2e
