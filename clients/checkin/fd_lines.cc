#include "clients/checkin/fd_lines.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <utility>

namespace midstance::checkin {
namespace {

constexpr std::size_t kLongestLine = std::size_t{64} * 1024;
constexpr int kUsualWidth = 80;

// Turns a terminal's echo off while it lives.
class EchoOff {
 public:
  EchoOff(int fd, Echo echo) : fd_(fd) {
    if (echo == Echo::kShown || ::tcgetattr(fd, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    off_ = ::tcsetattr(fd, TCSADRAIN, &silent) == 0;
  }
  ~EchoOff() {
    if (off_) ::tcsetattr(fd_, TCSADRAIN, &before_);
  }
  EchoOff(const EchoOff&) = delete;
  EchoOff& operator=(const EchoOff&) = delete;

 private:
  const int fd_;
  bool off_ = false;
  termios before_{};
};

class Lines {
 public:
  Lines(int fd, std::optional<std::chrono::seconds> patience)
      : fd_(fd),
        wait_(patience.has_value() ? static_cast<int>(std::chrono::milliseconds(*patience).count())
                                   : -1) {}

  Typed Next(Echo echo) {
    const EchoOff hidden(fd_, echo);
    while (true) {
      if (const std::size_t end = unread_.find('\n'); end != std::string::npos) {
        std::string line = unread_.substr(0, end);
        unread_.erase(0, end + 1);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        return {.kind = Typed::Kind::kLine, .text = std::move(line)};
      }
      pollfd ready{.fd = fd_, .events = POLLIN, .revents = 0};
      const int found = ::poll(&ready, 1, wait_);
      if (found < 0 && errno == EINTR) continue;
      if (found == 0) {
        unread_.clear();
        ::tcflush(fd_, TCIFLUSH);
        return {.kind = Typed::Kind::kIdle};
      }
      std::array<char, 4096> bytes;
      const ssize_t size = ::read(fd_, bytes.data(), bytes.size());
      if (size < 0 && errno == EINTR) continue;
      if (size == 0 && !unread_.empty()) {  // a last line without its end
        return {.kind = Typed::Kind::kLine, .text = std::exchange(unread_, {})};
      }
      if (size <= 0 || unread_.size() > kLongestLine) return {.kind = Typed::Kind::kEnd};
      unread_.append(bytes.data(), static_cast<std::size_t>(size));
    }
  }

 private:
  const int fd_;
  const int wait_;  // milliseconds; -1: for good
  std::string unread_;
};

}  // namespace

ReadLine FdLines(int fd, std::optional<std::chrono::seconds> patience) {
  auto lines = std::make_shared<Lines>(fd, patience);
  return [lines](Echo echo) { return lines->Next(echo); };
}

int WidthOf(int fd) {
  winsize window{};
  if (::ioctl(fd, TIOCGWINSZ, &window) != 0 || window.ws_col == 0) return kUsualWidth;
  return window.ws_col;
}

}  // namespace midstance::checkin
