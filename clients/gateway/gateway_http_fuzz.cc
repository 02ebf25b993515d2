// A gateway reads what a stranger sends. Whatever the bytes are, it answers in HTTP with the
// headers that everything has, or ends the connection, and comes to an end itself.

#include <google/protobuf/stubs/logging.h>
#include <spdlog/sinks/null_sink.h>

#include <cstdint>
#include <cstdlib>

#include "clients/gateway/http_server.h"
#include "clients/gateway/site.h"

namespace midstance::gateway {
namespace {

void Expect(bool holds) {
  if (!holds) std::abort();
}

// In place of the server: what is sent comes back.
Server Echo() {
  return {.call =
              [](const std::string&, const std::string& request, const std::string& token,
                 std::chrono::milliseconds deadline,
                 const std::function<void(absl::StatusOr<std::string>)>& done) {
                Expect(!token.empty() && deadline <= Limits().call_time);
                done(request);
              },
          .ready = [](const std::function<void(bool)>& done) { done(true); }};
}

void Try(std::string_view bytes) {
  static const AccessLog kLog(
      std::make_shared<spdlog::logger>("fuzz", std::make_shared<spdlog::sinks::null_sink_mt>()));
  static Site site(Echo(), Limits(), Contact());
  const std::string answer = AnswerTo(bytes, Limits(), site, kLog);
  if (answer.empty()) return;
  Expect(answer.rfind("HTTP/1.1 ", 0) == 0);
  Expect(answer.rfind("HTTP/1.1 100", 0) == 0 ||
         answer.find("\r\nContent-Security-Policy: ") < answer.find("\r\n\r\n"));
}

}  // namespace
}  // namespace midstance::gateway

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  google::protobuf::SetLogHandler(nullptr);  // it has a line for each text that is not UTF-8
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  midstance::gateway::Try({reinterpret_cast<const char*>(data), size});
  return 0;
}
