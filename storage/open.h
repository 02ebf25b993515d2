#pragma once

#include <absl/status/statusor.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "storage/store.h"

namespace midstance::storage {

struct OpenOptions {
  // "sqlite:/var/lib/midstance/midstance.db" or "sqlite::memory:", where reads and writes take
  // turns on one connection.
  std::string uri;
  // Connections for reads: as many Read calls run at once, further ones wait.
  int readers = 2;
  // Submissions that may wait. The last quarter is kept for those with `shed_last`.
  std::size_t write_queue = 256;
  std::size_t max_batch = 128;
  // Stamps migrations and times the writer's work. Called on several threads.
  std::function<Instant()> now;
  // Random bytes that become the id of a store that is made now; 16 are enough.
  std::string new_id;
  // Gets the engine's own words when it fails; they may quote stored values. Called on several
  // threads.
  std::function<void(std::string_view)> error_sink;

  // For tests: the SQLite VFS to use, and a store that loses commits when the power fails.
  std::string vfs;
  bool unsafe_sync = false;
  // Frames of 4 KiB at which the write-ahead log is finished and begun anew.
  int long_log = 4000;
};

// Opens and migrates. FAILED_PRECONDITION when another process has the store, a setting does not
// hold, or the schema is not one that this program knows how to bring up to date.
absl::StatusOr<std::unique_ptr<Store>> Open(const OpenOptions& options);

// Opens a store to read, at rest or while another process serves it: nothing is migrated, and
// Submit answers STORE_UNAVAILABLE. Of the options only uri, readers and error_sink count. While no
// other process has it, none can open it to write. FAILED_PRECONDITION when there is no such file,
// or its schema is not the one of this program.
absl::StatusOr<std::unique_ptr<Store>> OpenToRead(const OpenOptions& options);

}  // namespace midstance::storage
