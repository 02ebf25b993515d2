#include "storage/open.h"

#include "storage/sql/sql_store.h"
#include "storage/sqlite/engine.h"

namespace midstance::storage {

namespace {

constexpr std::string_view kScheme = "sqlite:";
constexpr std::string_view kMemory = ":memory:";

// The file of a uri; empty: in memory.
absl::StatusOr<std::string> FileOf(const std::string& uri) {
  std::string_view file = uri;
  if (!file.starts_with(kScheme) || file.size() == kScheme.size()) {
    return absl::InvalidArgumentError("a store is sqlite:/path/to/file or sqlite::memory:");
  }
  file.remove_prefix(kScheme.size());
  return std::string(file == kMemory ? std::string_view() : file);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> Open(const OpenOptions& options) {
  sqlite::EngineOptions engine_options;
  MIDSTANCE_ASSIGN_OR_RETURN(engine_options.file, FileOf(options.uri));
  engine_options.vfs = options.vfs;
  engine_options.synchronous =
      options.unsafe_sync ? sqlite::Synchronous::kNormal : sqlite::Synchronous::kFull;
  engine_options.long_log = options.long_log;
  engine_options.sink = options.error_sink;
  MIDSTANCE_ASSIGN_OR_RETURN(std::unique_ptr<sql::Engine> engine,
                             sqlite::MakeEngine(std::move(engine_options)));
  sql::StoreOptions store_options;
  store_options.readers = options.readers;
  store_options.write = {options.write_queue, options.max_batch, options.now};
  store_options.new_id = options.new_id;
  store_options.sink = options.error_sink;
  return sql::SqlStore::Make(std::move(engine), std::move(store_options));
}

absl::StatusOr<std::unique_ptr<Store>> OpenToRead(const OpenOptions& options) {
  sqlite::EngineOptions engine_options;
  MIDSTANCE_ASSIGN_OR_RETURN(engine_options.file, FileOf(options.uri));
  if (engine_options.file.empty()) {
    return absl::InvalidArgumentError("a store in memory is only where it was opened");
  }
  engine_options.sink = options.error_sink;
  MIDSTANCE_ASSIGN_OR_RETURN(std::unique_ptr<sql::Engine> engine,
                             sqlite::MakeReadingEngine(std::move(engine_options)));
  sql::StoreOptions store_options;
  store_options.readers = options.readers;
  store_options.sink = options.error_sink;
  return sql::SqlStore::MakeToRead(std::move(engine), std::move(store_options));
}

}  // namespace midstance::storage
