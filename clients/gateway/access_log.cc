#include "clients/gateway/access_log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace midstance::gateway {
namespace {

std::string_view NameOf(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kHead:
      return "HEAD";
    case Method::kPost:
      return "POST";
    default:
      return "OTHER";
  }
}

}  // namespace

AccessLog::AccessLog(std::shared_ptr<spdlog::logger> logger) : logger_(std::move(logger)) {
  logger_->set_pattern(R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})",
                       spdlog::pattern_time_type::utc);
}

void AccessLog::Answered(Method method, const HttpResponse& response,
                         std::chrono::microseconds took, std::size_t bytes) const {
  const auto level = response.status == 500 ? spdlog::level::err : spdlog::level::info;
  logger_->log(level,
               R"("msg":"request","method":"{}","route":"{}","status":{},"ms":{:.3f},"bytes":{})",
               NameOf(method), response.route, response.status,
               std::chrono::duration<double, std::milli>(took).count(), bytes);
}

void AccessLog::Event(std::string_view name) const { logger_->info(R"("msg":"{}")", name); }

std::shared_ptr<spdlog::logger> StderrLogger() {
  return std::make_shared<spdlog::logger>("gateway",
                                          std::make_shared<spdlog::sinks::stderr_sink_mt>());
}

}  // namespace midstance::gateway
