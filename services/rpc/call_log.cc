#include "services/rpc/call_log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace midstance::rpc {
namespace {

// Ids, names, codes: what may stand in a JSON string without escaping. Anything else is not worth a
// log line's safety.
std::string_view Plain(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '-' || c == '_' || c == '.' || c == ':';
  });
  return plain ? text : std::string_view("?");
}

}  // namespace

void CallLog::Call(const CallLine& line) const {
  const bool ours_to_see =
      line.code == "INTERNAL" || line.code == "UNKNOWN" || line.code == "DATA_LOSS";
  const auto level = ours_to_see ? spdlog::level::err : spdlog::level::info;
  if (!logger_->should_log(level)) return;
  logger_->log(
      level,
      R"("msg":"call","method":"{}","code":"{}","reason":"{}","ms":{:.3f},"principal":"{}",)"
      R"("correlation_id":"{}","request_id":"{}","resource":"{}","attempts":{}}})",
      Plain(line.method), line.code, line.reason, line.milliseconds, Plain(line.principal),
      Plain(line.correlation_id), Plain(line.request_id), Plain(line.resource), line.attempts);
}

void CallLog::Failure(std::string_view correlation_id, const absl::Status& cause) const {
  Event(spdlog::level::err, "call.failed",
        {{"correlation_id", std::string(correlation_id)}, {"cause", std::string(cause.message())}});
}

void CallLog::Event(spdlog::level::level_enum level, std::string_view name,
                    const std::vector<std::pair<std::string_view, std::string>>& fields) const {
  if (!logger_->should_log(level)) return;
  nlohmann::ordered_json object;
  object["msg"] = name;
  for (const auto& [key, value] : fields) object[std::string(key)] = value;
  logger_->log(level, "{}",
               object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).substr(1));
}

std::shared_ptr<spdlog::logger> MakeStderrLogger(std::string_view level) {
  auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>("/dev/stderr");
  auto logger = std::make_shared<spdlog::logger>("midstance", std::move(sink));
  SetJsonPattern(*logger);
  logger->set_level(spdlog::level::from_str(std::string(level)));
  logger->flush_on(spdlog::level::warn);
  return logger;
}

void SetJsonPattern(spdlog::logger& logger) {
  logger.set_pattern(R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v)",
                     spdlog::pattern_time_type::utc);
}

}  // namespace midstance::rpc
