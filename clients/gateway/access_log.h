#pragma once

#include <spdlog/logger.h>

#include <chrono>
#include <memory>
#include <string_view>
#include <utility>

#include "clients/gateway/http.h"

namespace midstance::gateway {

// One JSON object a line, for each answer. No path, query, token, address or word of a body ever
// gets here: the route is the pattern that the path fits. Thread-safe.
class AccessLog {
 public:
  // Gives the logger its pattern.
  explicit AccessLog(std::shared_ptr<spdlog::logger> logger);

  void Answered(Method method, const HttpResponse& response, std::chrono::microseconds took,
                std::size_t bytes) const;
  // `name` is a fixed text.
  void Event(std::string_view name) const;
  void Flush() const { logger_->flush(); }

 private:
  std::shared_ptr<spdlog::logger> logger_;
};

// Writes to stderr.
std::shared_ptr<spdlog::logger> StderrLogger();

}  // namespace midstance::gateway
