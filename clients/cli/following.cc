#include "clients/cli/following.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <sstream>
#include <thread>
#include <utility>

#include "clients/cli/interrupts.h"
#include "clients/core/watch.h"

namespace midstance::cli {
namespace {

// Wakes the thread that shows.
class Bell {
 public:
  Bell() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Bell() { close(descriptor_); }
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  void Ring() const { eventfd_write(descriptor_, 1); }
  // False when it did not ring since.
  bool Heard() const {
    std::uint64_t rings = 0;
    return eventfd_read(descriptor_, &rings) == 0;
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

// Follows the server's changes on a thread of its own and rings at each.
class Follower {
 public:
  Follower(const client::Client& client, const Followed& followed, const Bell& bell)
      : thread_([this, client, followed, &bell](const std::stop_token& stop) {
          status_ = Follow(client, followed, bell, stop);
          ended_ = true;
          bell.Ring();
        }) {}

  bool ended() const { return ended_; }
  // Of what ended.
  const absl::Status& status() const { return status_; }

 private:
  static absl::Status Follow(const client::Client& client, const Followed& followed,
                             const Bell& bell, const std::stop_token& stop) {
    // Short, so that who interrupts waits for no long pause.
    constexpr client::WatchBackoff kBackoff{.first = std::chrono::milliseconds(250),
                                            .longest = std::chrono::seconds(1)};
    client::WatchListener listener;
    v1::WatchRequest request;
    request.set_parent(followed.parent);
    // Where the changes stand now: a type of which there is little.
    request.add_resource_types("RunningPlan");
    request.set_initial_state(true);
    std::string now;
    listener.on_message = [&now](const v1::WatchResponse& message) {
      now = message.resume_token();
      return !message.has_synced();
    };
    absl::Status status = client::Watch(client, request, listener, kBackoff, stop);
    if (!status.ok() || stop.stop_requested()) return status;
    // What changed while the list was shown for the first time.
    bell.Ring();
    request.clear_resource_types();
    for (const std::string& type : followed.types) request.add_resource_types(type);
    request.clear_initial_state();
    request.set_resume_token(now);
    listener.on_message = [&bell](const v1::WatchResponse& message) {
      if (!message.has_heartbeat()) bell.Ring();
      return true;
    };
    listener.on_start_over = [&bell] { bell.Ring(); };
    return client::Watch(client, request, listener, kBackoff, stop);
  }

  absl::Status status_;
  std::atomic<bool> ended_ = false;
  std::jthread thread_;
};

std::string InOneLine(std::string text) {
  std::erase(text, '\n');
  return text + '\n';
}

// As many lines as there is room for.
std::string Cropped(const std::string& text, std::size_t lines) {
  std::size_t end = 0;
  for (; lines > 0 && end < text.size(); --lines) {
    end = std::min(text.find('\n', end), text.size() - 1) + 1;
  }
  return text.substr(0, end);
}

// Where the list is shown each time.
class Stage {
 public:
  Stage(const Context& context, const std::function<absl::Status(const Context&)>& show)
      : context_(context), show_(show) {
    if (redraws()) context_.data() << "\033[?25l" << std::flush;
  }
  ~Stage() {
    if (redraws()) context_.data() << "\033[?25h" << std::flush;
  }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // The list as it is now, unless it is what was shown last.
  absl::Status Show() {
    std::ostringstream data;
    std::ostringstream talk;
    Context inner = context_.To(data, talk);
    if (!context_.data_screen.there) inner.format = "json";
    if (redraws()) inner.data_screen = ScreenOf(STDOUT_FILENO);
    MIDSTANCE_RETURN_IF_ERROR(show_(inner));
    std::string text = context_.data_screen.there ? data.str() + talk.str() : InOneLine(data.str());
    if (text == shown_) return absl::OkStatus();
    shown_ = std::move(text);
    Draw(inner.data_screen.height);
    return Written(context_);
  }

  void SayThatTheServerIsAway() {
    if (shown_.empty() || !redraws()) return;
    shown_ += "the server does not answer; this is how it was\n";
    Draw(ScreenOf(STDOUT_FILENO).height);
  }

 private:
  bool redraws() const { return context_.data_screen.redraws; }

  void Draw(std::size_t height) const {
    // The last line is left to the cursor.
    if (redraws()) context_.data() << "\033[H\033[2J" << Cropped(shown_, height - 1);
    if (!redraws()) context_.data() << shown_;
    context_.data() << std::flush;
  }

  const Context& context_;
  const std::function<absl::Status(const Context&)>& show_;
  std::string shown_;
};

}  // namespace

void AddFollowing(CLI::App& verb, Context& context) {
  verb.add_flag_callback(
      "--watch", [&context] { context.interrupts = std::make_shared<Interrupts>(); },
      "Show it anew whenever it changes: in its place on a terminal, as a line of JSON in a pipe; "
      "Ctrl-C ends it");
  verb.add_flag("--exit-code", context.tells_found,
                "End with 10 when there is something, as cron likes it");
  verb.get_option("--limit")->each([&context](const std::string&) { context.limited = true; });
}

int LimitOf(const Context& shown, int limit) {
  const bool in_pipe = shown.interrupts != nullptr && !shown.data_screen.there;
  return in_pipe && !shown.limited ? std::numeric_limits<int>::max() : limit;
}

absl::Status ShowAndFollow(const Context& context, const client::Client& client,
                           const Followed& followed,
                           const std::function<absl::Status(const Context&)>& show) {
  if (context.interrupts == nullptr) return show(context);
  Stage stage(context, show);
  MIDSTANCE_RETURN_IF_ERROR(stage.Show());
  const Bell bell;
  const Follower follower(client, followed, bell);
  bool due = false;
  for (;;) {
    constexpr int kAgainMillis = 1000;
    pollfd waits[] = {{.fd = context.interrupts->descriptor(), .events = POLLIN, .revents = 0},
                      {.fd = bell.descriptor(), .events = POLLIN, .revents = 0}};
    if (::poll(waits, std::size(waits), due ? kAgainMillis : -1) < 0) continue;
    if (waits[0].revents != 0) return Interrupted();
    if (follower.ended()) return follower.status();
    due = bell.Heard() || due;
    if (!due) continue;
    const absl::Status shown = stage.Show();
    due = !shown.ok();
    if (!due) continue;
    if (!absl::IsUnavailable(shown) && !absl::IsDeadlineExceeded(shown)) return shown;
    stage.SayThatTheServerIsAway();
  }
}

}  // namespace midstance::cli
