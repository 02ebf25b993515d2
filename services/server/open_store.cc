#include "services/server/open_store.h"

#include <filesystem>
#include <string>

#include "services/rpc/clock.h"
#include "services/server/application.h"
#include "storage/open.h"
#include "support/digest.h"

namespace midstance::server {
namespace {

constexpr std::size_t kStoreIdBytes = 16;

std::string UriOf(const config::v1::ServerConfig& config) {
  return "sqlite:" + (std::filesystem::path(config.data_directory()) / "midstance.db").string();
}

}  // namespace

absl::StatusOr<std::unique_ptr<storage::Store>> OpenStore(const config::v1::ServerConfig& config,
                                                          rpc::RandomSource& random,
                                                          const rpc::CallLog* log) {
  storage::OpenOptions options;
  options.uri = UriOf(config);
  options.readers = static_cast<int>(config.limits().read_threads() + kCostlyThreads);
  options.write_queue = config.limits().write_queue();
  options.max_batch = config.limits().max_batch();
  options.now = [] { return rpc::SystemClock().Now(); };
  std::string id(kStoreIdBytes, '\0');
  random.Fill(id.data(), id.size());
  options.new_id = Hex(id);  // resume tokens carry it as text
  if (log != nullptr) {
    options.error_sink = [log](std::string_view text) {
      log->Event(spdlog::level::err, "store.error", {{"text", std::string(text)}});
    };
  }
  return storage::Open(options);
}

absl::StatusOr<std::unique_ptr<storage::Store>> OpenToRead(const config::v1::ServerConfig& config) {
  storage::OpenOptions options;
  options.uri = UriOf(config);
  options.readers = 1;
  // Its words may quote what is stored.
  options.error_sink = [](std::string_view) {};
  return storage::OpenToRead(options);
}

}  // namespace midstance::server
