#include "tests/bench/watch_bench.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "midstance/v1/check_in_service.grpc.pb.h"
#include "midstance/v1/watch_service.grpc.pb.h"
#include "support/status.h"
#include "tests/e2e/harness/server.h"

namespace midstance::bench {
namespace {

using WatchClock = std::chrono::steady_clock;

constexpr std::uint64_t kFlagStream = 77;
constexpr std::chrono::seconds kPatience{60};

// What the watchers saw, and who waits for it.
class Sightings {
 public:
  void Ready() {
    const std::lock_guard lock(mutex_);
    ++ready_;
    changed_.notify_all();
  }
  void Saw(const std::string& patient, WatchClock::time_point at) {
    const std::lock_guard lock(mutex_);
    seen_[patient].push_back(at);
    changed_.notify_all();
  }
  bool AwaitReady(int watchers) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return ready_ == watchers; });
  }
  // False when they have not all seen it in time.
  bool Await(const std::string& patient, int watchers) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience,
                             [&] { return static_cast<int>(seen_[patient].size()) >= watchers; });
  }
  std::map<std::string, std::vector<WatchClock::time_point>> Take() {
    const std::lock_guard lock(mutex_);
    return std::move(seen_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int ready_ = 0;
  std::map<std::string, std::vector<WatchClock::time_point>> seen_;
};

// Watches on a thread of its own until it goes out of scope.
class Watcher {
 public:
  Watcher(const std::string& address, const std::string& ca, const std::string& token,
          Sightings& sightings)
      : stub_(v1::WatchService::NewStub(e2e::Connect(address, ca))) {
    e2e::Prepare(context_, token, std::chrono::minutes{5});
    thread_ = std::thread([this, &sightings] { Read(sightings); });
  }
  ~Watcher() {
    context_.TryCancel();
    thread_.join();
  }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

 private:
  void Read(Sightings& sightings) {
    v1::WatchRequest request;
    request.add_resource_types("Escalation");
    request.set_parent("patients/-");
    request.set_initial_state(true);
    const auto reader = stub_->Watch(&context_, request);
    v1::WatchResponse response;
    while (reader->Read(&response)) {
      const auto now = WatchClock::now();
      if (response.has_synced()) sightings.Ready();
      if (!response.has_change() || response.change().kind() != v1::Change::KIND_CREATED) {
        continue;
      }
      const auto& name = response.change().name();
      sightings.Saw(name.substr(0, name.find("/escalations/")), now);
    }
  }

  std::unique_ptr<v1::WatchService::Stub> stub_;
  grpc::ClientContext context_;
  std::thread thread_;
};

v1::RecordCheckInRequest RedFlag(const std::string& of, std::uint64_t number) {
  v1::RecordCheckInRequest request;
  request.set_parent(of);
  request.set_request_id(e2e::RequestId(kFlagStream, number));
  auto& hip = *request.mutable_check_in()->add_reports();
  hip.mutable_site()->set_area(v1::AREA_HIP);
  hip.mutable_site()->set_side(v1::SIDE_LEFT);
  auto& unable = *hip.add_observations();
  unable.set_code("wb");
  unable.set_choice("unable");
  return request;
}

// Sessions of so many users: nobody may have more than a few streams.
absl::StatusOr<std::vector<std::string>> SignInWatchers(const std::string& address,
                                                        const std::string& ca, int users) {
  const auto channel = e2e::Connect(address, ca);
  constexpr std::uint64_t kAttempt = 1000;
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string admin,
                             e2e::SignIn(channel, e2e::kAdminUser, kAttempt));
  std::vector<std::string> tokens;
  for (int i = 0; i < users; ++i) {
    const std::string name = "watcher" + std::to_string(i);
    MIDSTANCE_RETURN_IF_ERROR(e2e::CreateLead(channel, admin, name).status());
    MIDSTANCE_ASSIGN_OR_RETURN(
        tokens.emplace_back(),
        e2e::SignIn(channel, name, kAttempt + 1 + static_cast<std::uint64_t>(i)));
  }
  return tokens;
}

}  // namespace

double FlagTimes::Percentile(double share) const {
  if (millis.empty()) return 0;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(millis.size()));
  return millis[std::min(at, millis.size() - 1)];
}

absl::StatusOr<FlagTimes> MeasureFlagToWatch(const std::string& address, const std::string& ca,
                                             const Clinic& clinic, int watchers, int flags) {
  constexpr int kStreamsOfOne = 4;
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto tokens,
      SignInWatchers(address, ca, (watchers + kStreamsOfOne - 1) / kStreamsOfOne));
  Sightings sightings;
  std::vector<std::unique_ptr<Watcher>> open;
  for (int i = 0; i < watchers; ++i) {
    const auto& token = tokens[static_cast<std::size_t>(i / kStreamsOfOne)];
    open.push_back(std::make_unique<Watcher>(address, ca, token, sightings));
  }
  if (!sightings.AwaitReady(watchers)) {
    return absl::DeadlineExceededError("the watchers are not all served");
  }
  const auto stub = v1::CheckInService::NewStub(e2e::Connect(address, ca));
  std::map<std::string, WatchClock::time_point> sent;
  for (int i = 0; i < flags; ++i) {
    const auto& of = clinic.cases[kPatients - 1 - static_cast<std::size_t>(i)];
    const auto request = RedFlag(of, static_cast<std::uint64_t>(i));
    grpc::ClientContext context;
    e2e::Prepare(context, clinic.token);
    v1::RecordCheckInResponse response;
    sent[of] = WatchClock::now();
    MIDSTANCE_RETURN_IF_ERROR(e2e::StatusOf(stub->RecordCheckIn(&context, request, &response)));
    if (response.escalations_size() != 1 || !sightings.Await(of, watchers)) {
      return absl::InternalError("not every watcher was told of the flag of " + of);
    }
  }
  open.clear();
  FlagTimes times;
  for (const auto& [of, seen] : sightings.Take()) {
    if (static_cast<int>(seen.size()) != watchers) {
      return absl::InternalError("a watcher was told twice of the flag of " + of);
    }
    for (const auto at : seen) {
      times.millis.push_back(std::chrono::duration<double, std::milli>(at - sent.at(of)).count());
    }
  }
  std::ranges::sort(times.millis);
  return times;
}

}  // namespace midstance::bench
