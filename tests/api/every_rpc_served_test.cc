#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"
#include "services/rpc/unary_reactor.h"
#include "tests/api/errors.h"
#include "tests/api/every_rpc.h"
#include "tests/api/requests.h"

namespace midstance::testing {
namespace {

using google::protobuf::Message;
namespace reflection = grpc::reflection::v1alpha;

// Sends one message and waits for one.
class FirstRead final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  std::string Run(grpc::ClientContext& context, const grpc::ByteBuffer& body) {
    StartWriteLast(&body, grpc::WriteOptions());
    StartRead(&message_);
    StartCall();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return read_; });
    context.TryCancel();
    changed_.wait(lock, [&] { return done_; });
    return rpc::Flatten(message_);
  }

  void OnReadDone(bool /*ok*/) override { Set(read_); }
  void OnDone(const grpc::Status& /*status*/) override { Set(done_); }

 private:
  void Set(bool& what) {
    const std::lock_guard lock(mutex_);
    what = true;
    changed_.notify_one();
  }

  grpc::ByteBuffer message_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool read_ = false;
  bool done_ = false;
};

// The bytes of the first message of a stream, which is then let go.
std::string FirstMessageOf(TestServer& server, const MethodPolicy& policy, const Message& request,
                           const std::string& token) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds{20});
  context.AddMetadata("authorization", "Bearer " + token);
  FirstRead reader;
  grpc::GenericStub stub(server.channel());
  const grpc::ByteBuffer body = rpc::BufferOf(request.SerializeAsString());
  stub.PrepareBidiStreamingCall(&context, policy.path, grpc::StubOptions(), &reader);
  return reader.Run(context, body);
}

// Paths of the methods of every service of ours that reflection lists, from the files that it
// gives.
std::set<std::string> ReflectedMethods(TestServer& server) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds{20});
  auto stub = reflection::ServerReflection::NewStub(server.channel());
  auto conversation = stub->ServerReflectionInfo(&context);
  const auto ask = [&](const reflection::ServerReflectionRequest& request) {
    reflection::ServerReflectionResponse response;
    EXPECT_TRUE(conversation->Write(request) && conversation->Read(&response));
    return response;
  };
  reflection::ServerReflectionRequest list;
  list.set_list_services("");
  std::set<std::string> paths;
  const auto listed = ask(list);
  for (const auto& service : listed.list_services_response().service()) {
    if (!service.name().starts_with("midstance.")) continue;
    reflection::ServerReflectionRequest where;
    where.set_file_containing_symbol(service.name());
    const auto files = ask(where);
    for (const auto& bytes : files.file_descriptor_response().file_descriptor_proto()) {
      google::protobuf::FileDescriptorProto file;
      EXPECT_TRUE(file.ParseFromString(bytes));
      for (const auto& described : file.service()) {
        const std::string prefix = "/" + file.package() + "." + described.name() + "/";
        for (const auto& method : described.method()) paths.insert(prefix + method.name());
      }
    }
  }
  conversation->WritesDone();
  EXPECT_TRUE(conversation->Finish().ok());
  return paths;
}

TEST_F(EveryRpc, IsListedByReflectionAsItIsDescribed) {
  std::set<std::string> described;
  for (const auto& policy : stage_.policies().all()) described.insert(policy.path);
  EXPECT_EQ(ReflectedMethods(server_), described);
  EXPECT_GT(described.size(), 50U);
}

TEST_F(EveryRpc, StreamsWhatItIsAskedFor) {
  int streams = 0;
  for (const auto& policy : stage_.policies().all()) {
    if (!policy.server_streaming) continue;
    SCOPED_TRACE(policy.path);
    ++streams;
    const auto prepared = Prepare(stage_, policy);
    ASSERT_NE(prepared.request, nullptr) << "nobody wrote a request for it";
    EXPECT_FALSE(FirstMessageOf(server_, policy, *prepared.request, prepared.token).empty());
  }
  EXPECT_EQ(streams, 3);
  ExpectDiscreetLog();
}

TEST_F(EveryRpc, IsKnownOrUnknown) {
  for (const char* path :
       {"/midstance.v1.PatientService/EraseEveryone", "/midstance.v1.Nobody/Do", "/canary", "/"}) {
    SCOPED_TRACE(path);
    EXPECT_TRUE(Refused(server_.CallBytes(path, "", nullptr, {.token = server_.Root()}),
                        v1::ERROR_REASON_METHOD_UNKNOWN));
  }
  ExpectDiscreetLog();
}

TEST_F(EveryRpc, AnswersEachCallerOnASharedConnectionAsHerself) {
  struct Person {
    std::string token, name;
  };
  std::vector<Person> people;
  for (int i = 0; i < 50; ++i) {
    const std::string user = "user-" + std::to_string(i);
    people.push_back({server_.Staff(user, options::v1::ROLE_CLINICIAN), server_.UserNameOf(user)});
  }
  constexpr std::size_t kThreads = 8;
  constexpr std::size_t kCalls = 125;
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (std::size_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::size_t call = 0; call < kCalls; ++call) {
        const auto& person = people[(call * 7 + thread * 13) % people.size()];
        v1::Self self;
        const Result result = server_.Call("/midstance.v1.SessionService/GetSelf",
                                           v1::GetSelfRequest(), &self, {.token = person.token});
        if (result.ok() && self.principal() == person.name) ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, static_cast<int>(kThreads * kCalls));
}

}  // namespace
}  // namespace midstance::testing
