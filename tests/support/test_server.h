#pragma once

#include <google/protobuf/message.h>
#include <grpc/compression.h>
#include <grpcpp/channel.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "midstance/options/v1/options.pb.h"
#include "services/server/application.h"
#include "services/server/server.h"

namespace midstance::testing {

// Moved by hand. Thread-safe.
class TestClock final : public rpc::Clock {
 public:
  explicit TestClock(Instant start) : micros_(MicrosOf(start)) {}
  Instant Now() const override { return FromMicros(micros_.load()); }
  void MoveTo(Instant to) { micros_ = MicrosOf(to); }
  void Advance(Duration by) { micros_ += by.count(); }

 private:
  std::atomic<std::int64_t> micros_;
};

// Repeatable. Thread-safe.
class SeededRandom final : public rpc::RandomSource {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void Fill(void* bytes, std::size_t count) override;

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

// How a call ended.
struct Result {
  grpc::Status status;
  std::string reason;  // of its ErrorInfo, "" when OK
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest fields;
  std::multimap<std::string, std::string> trailer;

  bool ok() const { return status.ok(); }
  // Paths of the wrong fields, in order.
  std::vector<std::string> paths() const;
};

struct CallOptions {
  std::string token = {};  // "" sends no credentials
  std::chrono::milliseconds deadline{20'000};
  bool with_deadline = true;
  std::vector<std::pair<std::string, std::string>> metadata = {};
  grpc_compression_algorithm compression = GRPC_COMPRESS_NONE;
};

struct ServerOptions {
  std::string uri = "sqlite::memory:";
  // Opens the store instead of `uri`, when set.
  std::function<std::unique_ptr<storage::Store>()> store = {};
  Instant start = {};  // default: 2026-11-01 08:00 UTC
  std::uint64_t seed = 1;
  bool reflection = false;
  bool over_tcp = false;   // a real connection, without TLS; else within the process
  bool new_clinic = true;  // false: the store at `uri` has one already
  rpc::SessionLimits sessions = {std::chrono::hours{24 * 3650}, std::chrono::hours{24 * 3650}};
  watch::HubLimits watch = {};
  std::size_t read_threads = 2;
  std::size_t read_queue = 1024;
  std::string time_zone = "UTC";
  std::size_t write_queue = 1024;  // a slow machine is no reason to refuse a test's write
};

// The whole server in this process: real door, verbs, rules and SQLite; time and randomness by
// hand; passwords hashed cheaply. The clinic "harbour" has the administrator "root"; Staff() makes
// others.
class TestServer {
 public:
  explicit TestServer(ServerOptions options = {});
  ~TestServer();

  TestClock& clock() { return clock_; }
  server::Application& application() { return *application_; }
  server::Server& server() { return *server_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // One unary call by its path, e.g. "/midstance.v1.PatientService/GetPatient". `response` may be
  // null.
  Result Call(std::string_view path, const google::protobuf::Message& request,
              google::protobuf::Message* response, const CallOptions& options = {});
  // The same with any bytes as the body; `response` gets the bytes of the answer.
  Result CallBytes(std::string_view path, const std::string& body, std::string* response,
                   const CallOptions& options = {});

  // The same for who gives her password again when it is asked for: a test's clock moves on.
  Result CallWithPassword(std::string_view path, const google::protobuf::Message& request,
                          google::protobuf::Message* response, const CallOptions& options);

  // A token of the administrator.
  const std::string& Root();
  // A token of a user with the role, made on first use; one user per distinct name.
  const std::string& Staff(std::string_view user_name, options::v1::Role role);
  // "users/..." of a user made by Staff.
  std::string UserNameOf(std::string_view user_name) const;
  // A fresh UUID.
  std::string RequestId();
  // Everything logged so far.
  std::string Log();

 private:
  std::unique_ptr<storage::Store> OpenStore(const ServerOptions& options);
  std::string SignIn(std::string_view user_name);

  TestClock clock_;
  SeededRandom random_;
  SeededRandom request_ids_;
  std::shared_ptr<spdlog::logger> logger_;
  std::shared_ptr<std::ostringstream> log_;
  std::unique_ptr<server::Application> application_;
  std::unique_ptr<server::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string root_;
  struct Member {
    std::string name;
    std::string token;
  };
  std::map<std::string, Member, std::less<>> staff_;
};

}  // namespace midstance::testing
