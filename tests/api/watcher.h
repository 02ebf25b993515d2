#pragma once

#include <grpcpp/client_context.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "midstance/v1/watch_service.grpc.pb.h"
#include "tests/support/test_server.h"

namespace midstance::testing {

// "patients/-", the types named or all.
v1::WatchRequest WatchAll(std::vector<std::string> types = {});
// The same with what exists first.
v1::WatchRequest WatchExisting(std::vector<std::string> types = {});
// The same from a token on.
v1::WatchRequest WatchFrom(std::string token, std::vector<std::string> types = {});

// One open Watch as a client sees it. It is open once constructed, or has been refused: changes
// made from then on are told. It ends by itself after four minutes, so that no wait lasts longer.
class Watcher {
 public:
  Watcher(TestServer& server, const std::string& token, const v1::WatchRequest& request);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // Waits for the next message; nothing when the stream has ended. Keeps its token.
  std::optional<v1::WatchResponse> Next();
  // The next change, past signs of life; a test failure and an empty one when the stream has ended.
  v1::Change NextChange();
  // Changes up to the next `synced` or sign of life.
  std::vector<v1::Change> UntilQuiet();
  // Reads on to the end and says how it came.
  grpc::StatusCode Code();
  std::string Reason();
  std::string Message();
  void Cancel() { context_.TryCancel(); }
  // Of the last message that had one.
  const std::string& token() const { return token_; }

 private:
  void Finish();

  std::unique_ptr<v1::WatchService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> reader_;
  std::optional<grpc::Status> status_;
  std::string token_;
};

}  // namespace midstance::testing
