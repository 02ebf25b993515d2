#include "services/delivery/senders.h"

#include <pthread.h>

#include <csignal>
#include <utility>

#include "support/thread_name.h"

namespace midstance::delivery {
namespace {

// A mail server that hangs up is no reason to end.
void HoldBackSigpipe() {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
}

}  // namespace

Senders::Senders(storage::Store& store, DelivererParts parts,
                 const std::vector<std::unique_ptr<Channel>>& channels, OnError on_error)
    : on_error_(std::move(on_error)) {
  for (const auto& channel : channels) {
    all_.push_back(std::make_unique<One>(store, parts, *channel));
  }
  for (const auto& one : all_) {
    one->thread =
        std::jthread([this, mine = one.get()](const std::stop_token& stop) { Run(*mine, stop); });
  }
}

Senders::~Senders() { Stop(); }

void Senders::Run(One& one, const std::stop_token& stop) const {
  NameThisThread("sender");
  HoldBackSigpipe();
  while (true) {
    Instant now;
    {
      std::unique_lock lock(one.mutex);
      if (!one.woken.wait(lock, stop, [&one] { return one.due.has_value(); })) return;
      if (stop.stop_requested()) return;
      now = *one.due;
      one.due.reset();
    }
    if (const auto done = one.deliverer.Tick(now, stop); !done.ok()) on_error_(done);
  }
}

void Senders::Wake(Instant now) {
  for (const auto& one : all_) {
    {
      const std::lock_guard lock(one->mutex);
      one->due = now;
    }
    one->woken.notify_one();
  }
}

void Senders::Stop() {
  for (const auto& one : all_) one->thread.request_stop();
  for (const auto& one : all_) {
    if (one->thread.joinable()) one->thread.join();
  }
}

}  // namespace midstance::delivery
