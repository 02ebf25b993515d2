#include "clients/cli/interrupts.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace midstance::cli {
namespace {

sigset_t Ends() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

}  // namespace

Interrupts::Interrupts() {
  const sigset_t signals = Ends();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  descriptor_ = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

Interrupts::~Interrupts() {
  // What came was what ended the wait, and must not end the program now.
  signalfd_siginfo taken{};
  while (read(descriptor_, &taken, sizeof taken) > 0) {
  }
  close(descriptor_);
  const sigset_t signals = Ends();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

}  // namespace midstance::cli
