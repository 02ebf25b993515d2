#pragma once

#include <absl/status/status.h>
#include <spdlog/logger.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace midstance::rpc {

// What is told about one call. Names and codes only: no text of a request ever gets here.
struct CallLine {
  std::string_view method = {};
  std::string_view code = {};    // canonical, e.g. "OK"
  std::string_view reason = {};  // of the refusal, else ""
  double milliseconds = 0;
  std::string_view principal = {};
  std::string_view correlation_id = {};
  std::string_view request_id = {};
  std::string_view resource = {};
  int attempts = 1;
};

// One JSON object a line. Thread-safe (the logger is).
class CallLog {
 public:
  explicit CallLog(std::shared_ptr<spdlog::logger> logger) : logger_(std::move(logger)) {}

  void Call(const CallLine& line) const;
  // Of a call that ended INTERNAL, what the caller is not told: the cause.
  void Failure(std::string_view correlation_id, const absl::Status& cause) const;
  // An event with a fixed name, e.g. "migration.applied".
  void Event(spdlog::level::level_enum level, std::string_view name,
             const std::vector<std::pair<std::string_view, std::string>>& fields = {}) const;

 private:
  std::shared_ptr<spdlog::logger> logger_;
};

// The frame that CallLog's lines stand in; every logger given to a CallLog needs it.
void SetJsonPattern(spdlog::logger& logger);
// Writes to stderr, buffered; flushed at every warning, and by whoever calls flush().
std::shared_ptr<spdlog::logger> MakeStderrLogger(std::string_view level);

}  // namespace midstance::rpc
