#include "storage/open.h"

#include "storage/sql/sql_store.h"
#include "storage/sqlite/engine.h"

namespace midstance::storage {

absl::StatusOr<std::unique_ptr<Store>> Open(const OpenOptions& options) {
  constexpr std::string_view kScheme = "sqlite:";
  constexpr std::string_view kMemory = ":memory:";
  std::string_view file = options.uri;
  if (!file.starts_with(kScheme) || file.size() == kScheme.size()) {
    return absl::InvalidArgumentError("a store is sqlite:/path/to/file or sqlite::memory:");
  }
  file.remove_prefix(kScheme.size());
  sqlite::EngineOptions engine_options;
  if (file != kMemory) engine_options.file = file;
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

}  // namespace midstance::storage
