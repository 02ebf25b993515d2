#include "tests/bench/load.h"

#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <deque>
#include <optional>

#include "tests/e2e/harness/server.h"

namespace midstance::bench {
namespace {

using Clock = std::chrono::steady_clock;

// One call in flight.
struct Slot {
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
  std::uint64_t number = 0;
  Clock::time_point due;
};

// The calls of one run.
class Run {
 public:
  Run(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const Call& call) : call_(call) {
    for (const auto& channel : channels) stubs_.emplace_back(channel);
  }
  ~Run() {
    queue_.Shutdown();
    void* tag = nullptr;
    for (bool ok = false; queue_.Next(&tag, &ok);) {
    }
  }

  void Start(Slot& slot, std::uint64_t number, Clock::time_point due) {
    slot.number = number;
    slot.due = due;
    slot.context.emplace();
    e2e::Prepare(*slot.context, call_.token);
    slot.response.Clear();
    grpc::GenericStub& stub = stubs_[number % stubs_.size()];
    slot.reader =
        stub.PrepareUnaryCall(&*slot.context, call_.method, call_.request(number), &queue_);
    slot.reader->StartCall();
    slot.reader->Finish(&slot.response, &slot.status, &slot);
    ++in_flight_;
  }

  // The next call that ended; nullptr when none did before `until`.
  Slot* Next(Clock::time_point until) {
    void* tag = nullptr;
    bool ok = false;
    const auto wall =
        std::chrono::system_clock::now() +
        std::chrono::duration_cast<std::chrono::system_clock::duration>(until - Clock::now());
    if (queue_.AsyncNext(&tag, &ok, wall) != grpc::CompletionQueue::GOT_EVENT) return nullptr;
    --in_flight_;
    return static_cast<Slot*>(tag);
  }

  // `counts`: it ended within the time.
  void Note(const Slot& slot, bool counts) {
    if (!slot.status.ok()) {
      if (sample_.failed++ == 0) {
        sample_.failure =
            std::to_string(slot.status.error_code()) + " " + slot.status.error_message();
      }
      return;
    }
    if (call_.answered) call_.answered(slot.number, slot.response);
    if (!counts) return;
    ++sample_.calls;
    const std::chrono::duration<float, std::micro> took = Clock::now() - slot.due;
    sample_.micros.push_back(took.count());
  }

  std::uint64_t in_flight() const { return in_flight_; }
  Sample& sample() { return sample_; }

 private:
  const Call& call_;
  std::vector<grpc::GenericStub> stubs_;
  grpc::CompletionQueue queue_;
  std::uint64_t in_flight_ = 0;
  Sample sample_;
};

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Longer than any call's own deadline.
Clock::time_point Patience() { return Clock::now() + std::chrono::seconds{15}; }

}  // namespace

double Sample::Percentile(double share) const {
  if (micros.empty()) return 0;
  std::vector<float> sorted = micros;
  const auto place = std::min(sorted.size() - 1,
                              static_cast<std::size_t>(share * static_cast<double>(sorted.size())));
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(place),
                   sorted.end());
  return static_cast<double>(sorted[place]);
}

Sample LoadClient::Closed(const Call& call, int in_flight, std::chrono::milliseconds time) {
  Run run(channels_, call);
  std::vector<Slot> slots(static_cast<std::size_t>(in_flight));
  const Clock::time_point begin = Clock::now();
  const Clock::time_point end = begin + time;
  for (Slot& slot : slots) run.Start(slot, next_++, Clock::now());
  while (run.in_flight() > 0) {
    Slot* const slot = run.Next(Patience());
    if (slot == nullptr) break;
    const Clock::time_point now = Clock::now();
    run.Note(*slot, now < end);
    if (now < end) run.Start(*slot, next_++, Clock::now());
  }
  run.sample().seconds = std::chrono::duration<double>(time).count();
  return std::move(run.sample());
}

Sample LoadClient::Each(const Call& call, int in_flight, std::uint64_t count) {
  Run run(channels_, call);
  std::vector<Slot> slots(std::min<std::uint64_t>(static_cast<std::uint64_t>(in_flight), count));
  const Clock::time_point begin = Clock::now();
  std::uint64_t next = 0;
  for (Slot& slot : slots) run.Start(slot, next++, Clock::now());
  while (run.in_flight() > 0) {
    Slot* const slot = run.Next(Patience());
    if (slot == nullptr) break;
    run.Note(*slot, true);
    if (next < count) run.Start(*slot, next++, Clock::now());
  }
  run.sample().seconds = SecondsSince(begin);
  return std::move(run.sample());
}

Sample LoadClient::Open(const Call& call, double per_second, std::chrono::milliseconds time) {
  Run run(channels_, call);
  std::deque<Slot> slots;
  std::vector<Slot*> idle;
  const Clock::time_point begin = Clock::now();
  const Clock::time_point end = begin + time;
  const std::chrono::duration<double> step(1.0 / per_second);
  std::uint64_t started = 0;
  const auto due = [&] {
    return begin + std::chrono::duration_cast<Clock::duration>(step * static_cast<double>(started));
  };
  while (due() < end || run.in_flight() > 0) {
    while (due() < end && due() <= Clock::now()) {
      if (idle.empty()) idle.push_back(&slots.emplace_back());
      Slot* const slot = idle.back();
      idle.pop_back();
      run.Start(*slot, next_++, due());
      ++started;
    }
    const bool more = due() < end;
    Slot* const slot = run.Next(more ? due() : Patience());
    if (slot == nullptr && !more) break;
    if (slot == nullptr) continue;
    run.Note(*slot, true);
    idle.push_back(slot);
  }
  run.sample().seconds = SecondsSince(begin);
  return std::move(run.sample());
}

}  // namespace midstance::bench
