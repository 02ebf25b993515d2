#include "tests/e2e/harness/child_process.h"

#include <absl/status/status.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace midstance::e2e {
namespace {

using Clock = std::chrono::steady_clock;

absl::Status Failed(const std::string& what) {
  return absl::UnavailableError(what + ": " + std::strerror(errno));
}

// True when `file` can be read (a pipe) or has ended (a pidfd) before `deadline`.
bool WaitFor(int file, Clock::time_point deadline) {
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd wanted{.fd = file, .events = POLLIN, .revents = 0};
    const int ready = poll(&wanted, 1, left > 0 ? static_cast<int>(left) : 0);
    if (ready >= 0) return ready > 0;
    if (errno != EINTR) return false;
  }
}

// Between fork and exec: only what is safe there.
[[noreturn]] void Become(char* const* arguments, int output, int errors, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  execvp(arguments[0], arguments);
  _exit(127);
}

}  // namespace

absl::StatusOr<ChildProcess> ChildProcess::Start(const std::vector<std::string>& command,
                                                 const std::string& errors_to) {
  std::vector<std::string> words = command;
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return Failed("pipe");
  const int errors = open(errors_to.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (errors < 0) {
    const absl::Status failed = Failed(errors_to);
    close(ends[0]);
    close(ends[1]);
    return failed;
  }
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) Become(arguments.data(), ends[1], errors, parent);
  const absl::Status forked = pid < 0 ? Failed("fork") : absl::OkStatus();
  close(errors);
  close(ends[1]);
  if (!forked.ok()) {
    close(ends[0]);
    return forked;
  }
  return ChildProcess(pid, ends[0]);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      output_(std::exchange(other.output_, -1)),
      unread_(std::move(other.unread_)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this == &other) return *this;
  End();
  pid_ = std::exchange(other.pid_, -1);
  output_ = std::exchange(other.output_, -1);
  unread_ = std::move(other.unread_);
  return *this;
}

ChildProcess::~ChildProcess() { End(); }

void ChildProcess::End() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  if (output_ >= 0) close(std::exchange(output_, -1));
}

absl::StatusOr<std::string> ChildProcess::ReadLine(std::chrono::milliseconds patience) {
  const Clock::time_point deadline = Clock::now() + patience;
  while (true) {
    if (const auto end = unread_.find('\n'); end != std::string::npos) {
      std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      return line;
    }
    if (!WaitFor(output_, deadline)) return absl::DeadlineExceededError("no line in time");
    char bytes[4096];
    const ssize_t got = read(output_, bytes, sizeof bytes);
    if (got < 0) return Failed("read");
    if (got == 0) return absl::OutOfRangeError("the program closed its output");
    unread_.append(bytes, static_cast<std::size_t>(got));
  }
}

absl::Status ChildProcess::Signal(int signal) {
  if (pid_ <= 0) return absl::FailedPreconditionError("the program has ended");
  return kill(pid_, signal) == 0 ? absl::OkStatus() : Failed("kill");
}

absl::StatusOr<int> ChildProcess::Wait(std::chrono::milliseconds patience) {
  if (pid_ <= 0) return absl::FailedPreconditionError("the program has ended");
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  if (handle < 0) return Failed("pidfd_open");
  const bool ended = WaitFor(handle, Clock::now() + patience);
  close(handle);
  if (!ended) return absl::DeadlineExceededError("the program did not end in time");
  int state = 0;
  if (waitpid(pid_, &state, 0) != pid_) return Failed("waitpid");
  pid_ = -1;
  return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}

}  // namespace midstance::e2e
