#include "clients/core/client.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <mutex>

#include "clients/core/change.h"
#include "clients/core/watch.h"
#include "google/rpc/status.pb.h"
#include "midstance/v1/case_service.grpc.pb.h"
#include "midstance/v1/watch_service.grpc.pb.h"
#include "support/status.h"

namespace midstance::client {
namespace {

using std::chrono::milliseconds;

grpc::Status Rich(const absl::Status& status) {
  google::rpc::Status rich;
  rich.set_code(static_cast<int>(status.code()));
  for (const auto& [url, bytes] : DetailsOf(status)) {
    rich.add_details()->set_type_url(url);
    rich.mutable_details(rich.details_size() - 1)->set_value(bytes);
  }
  return {static_cast<grpc::StatusCode>(status.code()), std::string(status.message()),
          rich.SerializeAsString()};
}

// Answers with the scripted failures first; keeps what it was asked.
class Cases final : public v1::CaseService::Service {
 public:
  std::vector<grpc::Status> failures;
  std::vector<v1::HoldCaseRequest> holds;
  std::vector<std::string> authorization;
  std::vector<std::string> demo_times;
  int gets = 0;

  grpc::Status GetCase(grpc::ServerContext* context, const v1::GetCaseRequest* request,
                       v1::Case* response) override {
    ++gets;
    Keep(*context);
    if (!failures.empty()) return NextFailure();
    response->set_name(request->name());
    response->set_etag("e1");
    return grpc::Status::OK;
  }
  grpc::Status HoldCase(grpc::ServerContext*, const v1::HoldCaseRequest* request,
                        v1::Case* response) override {
    holds.push_back(*request);
    if (!failures.empty()) return NextFailure();
    response->set_state(v1::Case::STATE_ON_HOLD);
    return grpc::Status::OK;
  }

 private:
  grpc::Status NextFailure() {
    const grpc::Status failure = failures.front();
    failures.erase(failures.begin());
    return failure;
  }
  void Keep(const grpc::ServerContext& context) {
    const auto find = [&](const char* key) {
      const auto found = context.client_metadata().find(key);
      return found == context.client_metadata().end()
                 ? std::string()
                 : std::string(found->second.data(), found->second.size());
    };
    authorization.push_back(find("authorization"));
    demo_times.push_back(find("midstance-demo-now-micros"));
  }
};

// Plays one script for each stream that is opened.
class Watches final : public v1::WatchService::Service {
 public:
  struct Script {
    std::vector<std::string> tokens;  // one message each
    grpc::Status end;
  };
  std::vector<Script> scripts;
  std::vector<v1::WatchRequest> requests;

  grpc::Status Watch(grpc::ServerContext*, const v1::WatchRequest* request,
                     grpc::ServerWriter<v1::WatchResponse>* writer) override {
    const Script script = scripts.at(requests.size());
    requests.push_back(*request);
    for (const std::string& token : script.tokens) {
      v1::WatchResponse message;
      message.mutable_change()->set_name("patients/" + token);
      message.set_resume_token(token);
      writer->Write(message);
    }
    return script.end;
  }
};

class ClientTest : public testing::Test {
 protected:
  ClientTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&cases_);
    builder.RegisterService(&watches_);
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel({});
  }

  Client AClient(CallOptions options = {}) {
    options.sleep = [this](Duration wait) { slept_.push_back(wait); };
    return Client(channel_, std::move(options));
  }

  absl::StatusOr<v1::Case> Get(const Client& client) {
    return client.Call(&v1::CaseService::Stub::GetCase,
                       ByName<v1::GetCaseRequest>("patients/p/cases/c"));
  }

  Cases cases_;
  Watches watches_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::vector<Duration> slept_;
};

const grpc::Status kUnavailable(grpc::StatusCode::UNAVAILABLE, "away");

TEST_F(ClientTest, AReadIsTriedAgainWithGrowingWaits) {
  cases_.failures = {kUnavailable, kUnavailable, kUnavailable};
  EXPECT_TRUE(Get(AClient()).ok());
  EXPECT_EQ(cases_.gets, 4);
  EXPECT_EQ(slept_,
            (std::vector<Duration>{milliseconds(200), milliseconds(400), milliseconds(800)}));
}

TEST_F(ClientTest, FourTriesAreEnough) {
  cases_.failures.assign(10, kUnavailable);
  EXPECT_EQ(Get(AClient()).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(cases_.gets, 4);
}

TEST_F(ClientTest, NothingElseIsTriedAgain) {
  for (const auto code : {grpc::StatusCode::RESOURCE_EXHAUSTED, grpc::StatusCode::ABORTED,
                          grpc::StatusCode::DEADLINE_EXCEEDED, grpc::StatusCode::INTERNAL}) {
    cases_.gets = 0;
    cases_.failures = {grpc::Status(code, "no")};
    EXPECT_FALSE(Get(AClient()).ok());
    EXPECT_EQ(cases_.gets, 1) << code;
  }
}

TEST_F(ClientTest, AWriteIsTriedAgainWithTheSameRequestId) {
  cases_.failures = {kUnavailable};
  v1::HoldCaseRequest request;
  request.set_name("patients/p/cases/c");
  ASSERT_TRUE(AClient().Call(&v1::CaseService::Stub::HoldCase, request).ok());
  ASSERT_EQ(cases_.holds.size(), 2U);
  EXPECT_FALSE(cases_.holds[0].request_id().empty());
  EXPECT_EQ(cases_.holds[0].request_id(), cases_.holds[1].request_id());
}

TEST_F(ClientTest, ARequestIdThatTheCallerChoseIsKept) {
  v1::HoldCaseRequest request;
  request.set_request_id("chosen");
  ASSERT_TRUE(AClient().Call(&v1::CaseService::Stub::HoldCase, request).ok());
  EXPECT_EQ(cases_.holds[0].request_id(), "chosen");
}

TEST(Retry, AWriteWithoutARequestIdIsNeverRepeated) {
  v1::HoldCaseRequest write;
  EXPECT_FALSE(IsRepeatable(write));
  write.set_request_id("chosen");
  EXPECT_TRUE(IsRepeatable(write));
  EXPECT_TRUE(IsRepeatable(v1::GetCaseRequest()));
  EXPECT_FALSE(IsRepeatable(v1::Case()));
}

TEST(Retry, TheServersDelayCountsWhenItIsLonger) {
  std::vector<Duration> slept;
  int calls = 0;
  const absl::Status draining =
      Error(v1::ERROR_REASON_DRAINING).RetryAfter(std::chrono::seconds(1)).Because("stopping");
  const absl::Status status = CallWithRetry(
      {}, true, [&](Duration wait) { slept.push_back(wait); },
      [&] { return ++calls == 1 ? draining : absl::OkStatus(); });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(slept, std::vector<Duration>{std::chrono::seconds(1)});
}

TEST_F(ClientTest, TheDetailsOfAnErrorArrive) {
  cases_.failures = {
      Rich(Error(v1::ERROR_REASON_STATE_FORBIDS).With("state", "ON_HOLD").Because("it is paused"))};
  const absl::Status status = Get(AClient()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ErrorInfoOf(status)->metadata().at("state"), "ON_HOLD");
}

TEST_F(ClientTest, ACallCarriesTheTokenAndTheDemoTimeThatItWasGiven) {
  ASSERT_TRUE(Get(AClient()).ok());
  ASSERT_TRUE(Get(AClient().WithToken("secret").At(FromMicros(17))).ok());
  EXPECT_EQ(cases_.authorization, (std::vector<std::string>{"", "Bearer secret"}));
  EXPECT_EQ(cases_.demo_times, (std::vector<std::string>{"", "17"}));
}

TEST_F(ClientTest, AChangeUsesTheEtagThatWasRead) {
  v1::HoldCaseRequest request;
  request.set_reason("away");
  ASSERT_TRUE(Change(AClient(), &v1::CaseService::Stub::GetCase, &v1::CaseService::Stub::HoldCase,
                     "patients/p/cases/c", request)
                  .ok());
  EXPECT_EQ(cases_.holds[0].etag(), "e1");
  EXPECT_EQ(cases_.holds[0].name(), "patients/p/cases/c");
  EXPECT_EQ(cases_.holds[0].reason(), "away");
}

class WatchTest : public ClientTest {
 protected:
  // Watches until `enough` messages came.
  absl::Status Follow(std::size_t enough, bool initial = false) {
    v1::WatchRequest request;
    request.set_parent("patients/-");
    request.set_initial_state(initial);
    WatchListener listener;
    listener.on_message = [this, enough](const v1::WatchResponse& message) {
      seen_.push_back(message.resume_token());
      return seen_.size() < enough;
    };
    listener.on_start_over = [this] { ++started_over_; };
    return Watch(AClient(), request, listener);
  }

  std::vector<std::string> seen_;
  int started_over_ = 0;
};

TEST_F(WatchTest, ABrokenStreamGoesOnWhereItStopped) {
  watches_.scripts = {{{"1", "2"}, kUnavailable}, {{"3"}, grpc::Status::OK}, {{"4"}, kUnavailable}};
  EXPECT_TRUE(Follow(4, true).ok());
  EXPECT_EQ(seen_, (std::vector<std::string>{"1", "2", "3", "4"}));
  ASSERT_EQ(watches_.requests.size(), 3U);
  EXPECT_TRUE(watches_.requests[0].initial_state());
  EXPECT_EQ(watches_.requests[1].resume_token(), "2");
  EXPECT_FALSE(watches_.requests[1].initial_state());
  EXPECT_EQ(watches_.requests[2].resume_token(), "3");
}

TEST_F(WatchTest, WaitsGrowWhileNothingComesAndStartOverWithTheFirstMessage) {
  watches_.scripts = {{{}, kUnavailable}, {{}, kUnavailable}, {{"1"}, kUnavailable}, {{"2"}, {}}};
  EXPECT_TRUE(Follow(2).ok());
  EXPECT_EQ(slept_,
            (std::vector<Duration>{milliseconds(250), milliseconds(500), milliseconds(250)}));
}

TEST_F(WatchTest, AnExpiredTokenStartsOverWithThePresentState) {
  watches_.scripts = {{{"1"}, kUnavailable},
                      {{}, Rich(Error(v1::ERROR_REASON_RESUME_TOKEN_EXPIRED).Because("too old"))},
                      {{"9"}, {}}};
  EXPECT_TRUE(Follow(2).ok());
  EXPECT_EQ(started_over_, 1);
  EXPECT_EQ(watches_.requests[2].resume_token(), "");
  EXPECT_TRUE(watches_.requests[2].initial_state());
}

TEST_F(WatchTest, WhatTryingAgainCannotMendEndsTheWatch) {
  watches_.scripts = {{{"1"}, Rich(Error(v1::ERROR_REASON_SESSION_EXPIRED).Because("ended"))}};
  const absl::Status status = Follow(5);
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_SESSION_EXPIRED);
  EXPECT_EQ(slept_.size(), 0U);
}

}  // namespace
}  // namespace midstance::client
