#include "services/delivery/command_channel.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <optional>
#include <string_view>

#include "services/delivery/descriptor.h"
#include "services/delivery/message_json.h"
#include "support/status.h"

namespace midstance::delivery {
namespace {

constexpr auto kDefaultTimeout = std::chrono::seconds{30};
// How soon a running program notices that the server stops.
constexpr auto kLook = std::chrono::milliseconds{200};
constexpr std::array kForGood = {65, 67, 68};  // EX_DATAERR, EX_NOUSER, EX_NOHOST
// Nothing of the server's environment is the program's business.
constexpr char kPath[] = "PATH=/usr/local/bin:/usr/bin:/bin";

// Bytes as a file that has no name: the program reads as much as it likes, and nobody waits for it.
std::optional<Descriptor> FileOf(std::string_view bytes) {
  Descriptor file(memfd_create("delivery", MFD_CLOEXEC));
  if (!file.ok()) return std::nullopt;
  while (!bytes.empty()) {
    const ssize_t count = write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  if (lseek(file.get(), 0, SEEK_SET) != 0) return std::nullopt;
  return file;
}

// What a program is started with: its input, output to nowhere, no other file, a group of its own
// and no signal held back.
class Spawn {
 public:
  Spawn() {
    posix_spawn_file_actions_init(&files_);
    posix_spawnattr_init(&attributes_);
  }
  ~Spawn() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  Spawn(const Spawn&) = delete;
  Spawn& operator=(const Spawn&) = delete;

  // The process's id; nothing when it could not be started.
  std::optional<pid_t> Start(std::vector<std::string>& argv, int input) {
    constexpr int kAfterStandard = 3;
    posix_spawn_file_actions_adddup2(&files_, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files_, kAfterStandard);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::vector<char*> arguments;
    for (auto& argument : argv) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    std::string path = kPath;
    std::array<char*, 2> environment = {path.data(), nullptr};
    pid_t process = 0;
    const int failed = posix_spawn(&process, argv.front().c_str(), &files_, &attributes_,
                                   arguments.data(), environment.data());
    if (failed != 0) return std::nullopt;
    return process;
  }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

// Whether the process ended by itself.
bool WaitFor(pid_t process, Duration timeout, const std::stop_token& stop) {
  // glibc 2.36 declares pidfd_open for C alone.
  const Descriptor ended(static_cast<int>(syscall(SYS_pidfd_open, process, 0)));
  if (!ended.ok()) return false;
  for (Duration left = timeout; left > Duration{} && !stop.stop_requested(); left -= kLook) {
    pollfd wait{.fd = ended.get(), .events = POLLIN, .revents = 0};
    const int ready = poll(&wait, 1, static_cast<int>(kLook.count()));
    if (ready > 0) return true;
  }
  return false;
}

Try TryOf(int status) {
  if (!WIFEXITED(status)) return NotNow("the command was ended by a signal");
  const int code = WEXITSTATUS(status);
  if (code == 0) return Taken();
  const std::string problem = "the command ended with " + std::to_string(code);
  for (const int for_good : kForGood) {
    if (code == for_good) return Never(problem);
  }
  return NotNow(problem);
}

}  // namespace

absl::StatusOr<std::unique_ptr<CommandChannel>> CommandChannel::Make(
    const config::v1::CommandChannel& config) {
  std::vector<std::string> argv(config.argv().begin(), config.argv().end());
  if (argv.empty() || !argv.front().starts_with('/')) {
    return absl::FailedPreconditionError(
        "delivery.command.argv: begins with the absolute path of a program");
  }
  if (access(argv.front().c_str(), X_OK) != 0) {
    return absl::FailedPreconditionError("delivery.command.argv: " + argv.front() +
                                         " is no program that the server may run");
  }
  const Duration timeout = config.timeout_seconds() == 0
                               ? Duration{kDefaultTimeout}
                               : Duration{std::chrono::seconds{config.timeout_seconds()}};
  return std::unique_ptr<CommandChannel>(new CommandChannel(std::move(argv), timeout));
}

Try CommandChannel::Send(const Message& message, const std::stop_token& stop) {
  const auto input = FileOf(JsonOf(message, Pdf::kInside));
  if (!input.has_value()) return NotNow("no memory for the command's input");
  Spawn spawn;
  const auto process = spawn.Start(argv_, input->get());
  if (!process.has_value()) return NotNow("the command could not be started");
  const bool ended = WaitFor(*process, timeout_, stop);
  // Before its end is taken note of nobody else has its number.
  if (!ended) kill(-*process, SIGKILL);
  int status = 0;
  while (waitpid(*process, &status, 0) < 0 && errno == EINTR) {
  }
  return ended ? TryOf(status) : NotNow("the command took too long");
}

}  // namespace midstance::delivery
