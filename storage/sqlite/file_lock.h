#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <utility>

namespace midstance::storage::sqlite {

// Holds a lock file as long as it lives: one process per store.
class FileLock {
 public:
  // FAILED_PRECONDITION when another process holds it, or the folder lies on a network file system,
  // where locks and shared memory cannot be relied on.
  static absl::StatusOr<FileLock> Take(const std::string& path);

  FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace midstance::storage::sqlite
