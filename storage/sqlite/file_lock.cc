#include "storage/sqlite/file_lock.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace midstance::storage::sqlite {
namespace {

constexpr unsigned kCifs = 0xFF534D42;
constexpr unsigned kSmb2 = 0xFE534D42;

bool OnNetwork(int descriptor) {
  struct statfs file_system = {};
  if (fstatfs(descriptor, &file_system) != 0) return false;
  const auto type = static_cast<unsigned>(file_system.f_type);
  return type == NFS_SUPER_MAGIC || type == SMB_SUPER_MAGIC || type == kCifs || type == kSmb2;
}

}  // namespace

absl::StatusOr<FileLock> FileLock::Take(const std::string& path) {
  FileLock lock(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.descriptor_ < 0) {
    return absl::FailedPreconditionError("cannot open the lock file " + path + ": " +
                                         std::strerror(errno));
  }
  if (OnNetwork(lock.descriptor_)) {
    return absl::FailedPreconditionError("the store must not lie on a network file system");
  }
  if (flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError("another process has the store open: " + path +
                                         " is locked");
  }
  return lock;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace midstance::storage::sqlite
