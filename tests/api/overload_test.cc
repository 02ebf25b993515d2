#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "midstance/v1/admin_service.pb.h"
#include "tests/api/errors.h"
#include "tests/api/every_rpc.h"
#include "tests/api/requests.h"

namespace midstance::testing {
namespace {

// How long the refusal tells to wait; 0 when it does not.
std::int64_t RetryNanos(const Result& result) {
  google::rpc::Status rich;
  if (!rich.ParseFromString(result.status.error_details())) return 0;
  for (const auto& detail : rich.details()) {
    google::rpc::RetryInfo info;
    if (detail.UnpackTo(&info))
      return info.retry_delay().seconds() * 1'000'000'000 + info.retry_delay().nanos();
  }
  return 0;
}

// The store in memory serves one reader at a time: held, the pool's one thread waits for it and
// its queue only fills.
class HeldStore {
 public:
  explicit HeldStore(storage::Store& store)
      : holder_([this, &store] {
          const auto held = store.Read("harbour", [this](const storage::Reader&) {
            held_.set_value();
            gate_.get_future().wait();
            return absl::OkStatus();
          });
          EXPECT_TRUE(held.ok()) << held;
        }) {
    held_.get_future().wait();
  }
  void Release() {
    gate_.set_value();
    holder_.join();
  }

 private:
  std::promise<void> held_;
  std::promise<void> gate_;
  std::thread holder_;
};

// Calls that are under way together.
class Crowd {
 public:
  void Send(TestServer& server, const MethodPolicy& policy, const Prepared& prepared) {
    threads_.emplace_back([this, &server, &policy, body = prepared.request->SerializeAsString(),
                           token = prepared.token] {
      Result result = server.CallBytes(policy.path, body, nullptr, {.token = token});
      const std::lock_guard lock(mutex_);
      results_.push_back(std::move(result));
      answered_.notify_all();
    });
  }
  void WaitForAnswers(std::size_t count) {
    std::unique_lock lock(mutex_);
    answered_.wait(lock, [&] { return results_.size() >= count; });
  }
  std::vector<Result> All() {
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    return results_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable answered_;
  std::vector<Result> results_;
  std::vector<std::thread> threads_;
};

class Overload : public ::testing::Test {
 protected:
  static constexpr std::size_t kQueue = 16;
  static constexpr std::size_t kCalls = 24;

  const MethodPolicy& PolicyOf(const char* path) { return *stage_.policies().Find(path); }
  // Sends more calls of the method than are taken, and waits for those that are refused.
  void Fill(Crowd& crowd, const char* path, std::size_t places) {
    const MethodPolicy& policy = PolicyOf(path);
    const auto prepared = Prepare(stage_, policy);
    for (std::size_t i = 0; i < kCalls; ++i) crowd.Send(server_, policy, prepared);
    crowd.WaitForAnswers(kCalls - places);
  }
  static std::size_t ExpectOkOrOverloaded(const std::vector<Result>& results) {
    std::size_t taken = 0;
    for (const Result& result : results) {
      if (result.ok()) {
        ++taken;
        continue;
      }
      EXPECT_TRUE(Refused(result, v1::ERROR_REASON_OVERLOADED));
      EXPECT_GT(RetryNanos(result), 0);
    }
    return taken;
  }

  TestServer server_{ServerOptions{.read_threads = 1, .read_queue = kQueue}};
  Stage stage_{server_};
};

TEST_F(Overload, ShedsWhatCanWaitBeforeWhatIsUrgent) {
  constexpr char kFirst[] = "/midstance.v1.AdminService/ListAuditEntries";
  constexpr char kNormal[] = "/midstance.v1.PatientService/ListPatients";
  ASSERT_EQ(PolicyOf(kFirst).shed, options::v1::SHED_FIRST);
  for (const auto& urgent : stage_.policies().all()) {
    if (urgent.shed != options::v1::SHED_LAST || urgent.costly) continue;
    SCOPED_TRACE(urgent.path);
    std::vector<Prepared> prepared;
    for (std::size_t i = 0; i < kCalls; ++i) prepared.push_back(Prepare(stage_, urgent));
    // Made before the store is held; their tokens are remembered since.
    ASSERT_TRUE(Prepare(stage_, PolicyOf(kFirst)).request != nullptr);
    ASSERT_TRUE(server_
                    .Call(kFirst, v1::ListAuditEntriesRequest(), nullptr,
                          {.token = server_.Staff("odd", options::v1::ROLE_AUDITOR)})
                    .ok());

    HeldStore held(server_.application().store());
    Crowd first;
    Crowd normal;
    Crowd last;
    // One runs, as far as it gets; a quarter of the queue takes others, and up to three quarters
    // take what is neither first nor last.
    Fill(first, kFirst, 1 + kQueue / 4);
    Fill(normal, kNormal, 1 + kQueue / 2);
    for (const auto& each : prepared) last.Send(server_, urgent, each);
    last.WaitForAnswers(kCalls - 1 - kQueue / 4);
    held.Release();

    EXPECT_LE(ExpectOkOrOverloaded(first.All()), 1 + kQueue / 4);
    EXPECT_LE(ExpectOkOrOverloaded(normal.All()), 1 + kQueue / 2);
    EXPECT_GE(ExpectOkOrOverloaded(last.All()), kQueue / 4);
  }
}

TEST_F(Overload, IsLastForCheckInsEscalationsAnswersAndPasswords) {
  std::vector<std::string> urgent;
  for (const auto& policy : stage_.policies().all()) {
    if (policy.shed == options::v1::SHED_LAST) urgent.push_back(policy.action);
  }
  EXPECT_THAT(urgent, ::testing::UnorderedElementsAre("check_in.record", "check_in.batch_record",
                                                      "escalation.raise", "escalation.acknowledge",
                                                      "referral.answer", "session.sign_in",
                                                      "session.confirm_password"));
}

TEST_F(Overload, IsNotWhatAStoppingServerSays) {
  std::vector<std::pair<const MethodPolicy*, Prepared>> calls;
  for (const auto& policy : stage_.policies().all()) {
    if (!policy.server_streaming) calls.emplace_back(&policy, Prepare(stage_, policy));
  }
  server_.application().StopAdmitting();
  for (const auto& [policy, prepared] : calls) {
    SCOPED_TRACE(policy->path);
    const Result result = server_.CallBytes(policy->path, prepared.request->SerializeAsString(),
                                            nullptr, {.token = prepared.token});
    EXPECT_TRUE(Refused(result, v1::ERROR_REASON_DRAINING));
    EXPECT_GT(RetryNanos(result), 0);
  }
}

}  // namespace
}  // namespace midstance::testing
