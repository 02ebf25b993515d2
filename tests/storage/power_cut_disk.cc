#include "power_cut_disk.h"

#include <algorithm>
#include <new>

namespace midstance::storage::testing {
namespace {

constexpr std::size_t kSector = 512;

}  // namespace

// What SQLite calls the file: ours first, the real one's right behind it.
struct PowerCutDisk::Handle {
  sqlite3_file base;
  PowerCutDisk* disk;
  const std::string*
      path;  // a key of files_, which are never removed; null for files without a name
};

sqlite3_file* PowerCutDisk::RealOf(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<Handle*>(file) + 1);
}

PowerCutDisk::PowerCutDisk(const std::string& name)
    : name_(name), real_(sqlite3_vfs_find(nullptr)), vfs_(std::make_unique<sqlite3_vfs>(*real_)) {
  vfs_->zName = name_.c_str();
  vfs_->szOsFile = static_cast<int>(sizeof(Handle)) + real_->szOsFile;
  vfs_->pAppData = this;
  vfs_->xOpen = &Open;
  vfs_->xDelete = &Delete;
  sqlite3_vfs_register(vfs_.get(), 0);
}

PowerCutDisk::~PowerCutDisk() { sqlite3_vfs_unregister(vfs_.get()); }

void PowerCutDisk::Apply(const Operation& operation, std::string& content) {
  if (operation.truncates) return content.resize(operation.offset);
  content.resize(std::max(content.size(), operation.offset + operation.bytes.size()));
  content.replace(operation.offset, operation.bytes.size(), operation.bytes);
}

PowerCutDisk::Image PowerCutDisk::Cut(bool keep_some, std::mt19937& random) {
  const std::lock_guard lock(mutex_);
  Image image;
  for (const auto& [path, file] : files_) {
    std::string content = file.synced;
    for (const Operation& operation : file.pending) {
      if (!keep_some) break;
      if (operation.truncates) {
        if (random() % 2 == 0) Apply(operation, content);
        continue;
      }
      for (std::size_t at = 0; at < operation.bytes.size(); at += kSector) {
        if (random() % 2 == 0)
          Apply({false, operation.offset + at, operation.bytes.substr(at, kSector)}, content);
      }
    }
    image[path] = std::move(content);
  }
  return image;
}

void PowerCutDisk::Note(const std::string& path, Operation operation) {
  const std::lock_guard lock(mutex_);
  files_[path].pending.push_back(std::move(operation));
}

void PowerCutDisk::MarkSynced(const std::string& path) {
  const std::lock_guard lock(mutex_);
  File& file = files_[path];
  for (const Operation& operation : file.pending) Apply(operation, file.synced);
  file.pending.clear();
}

void PowerCutDisk::Forget(const std::string& path) {
  const std::lock_guard lock(mutex_);
  if (const auto found = files_.find(path); found != files_.end()) found->second = File{};
}

int PowerCutDisk::Open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags,
                       int* out_flags) {
  auto* disk = static_cast<PowerCutDisk*>(vfs->pAppData);
  auto* handle = new (file) Handle{};
  handle->disk = disk;
  if (path != nullptr) {
    const std::lock_guard lock(disk->mutex_);
    handle->path = &disk->files_.try_emplace(path).first->first;
  }
  const int opened = disk->real_->xOpen(disk->real_, path, RealOf(file), flags, out_flags);
  handle->base.pMethods = opened == SQLITE_OK ? &Methods() : nullptr;
  return opened;
}

int PowerCutDisk::Delete(sqlite3_vfs* vfs, const char* path, int) {
  auto* disk = static_cast<PowerCutDisk*>(vfs->pAppData);
  disk->Forget(path);
  return disk->real_->xDelete(disk->real_, path, 0);
}

int PowerCutDisk::Write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  const auto* handle = reinterpret_cast<Handle*>(file);
  handle->disk->before_operation_();
  if (handle->path != nullptr) {
    const std::string copy(static_cast<const char*>(bytes), static_cast<std::size_t>(count));
    handle->disk->Note(*handle->path, {false, static_cast<std::size_t>(offset), copy});
  }
  return RealOf(file)->pMethods->xWrite(RealOf(file), bytes, count, offset);
}

int PowerCutDisk::Truncate(sqlite3_file* file, sqlite3_int64 size) {
  const auto* handle = reinterpret_cast<Handle*>(file);
  handle->disk->before_operation_();
  if (handle->path != nullptr)
    handle->disk->Note(*handle->path, {true, static_cast<std::size_t>(size), {}});
  return RealOf(file)->pMethods->xTruncate(RealOf(file), size);
}

int PowerCutDisk::Sync(sqlite3_file* file, int) {
  const auto* handle = reinterpret_cast<Handle*>(file);
  handle->disk->before_operation_();
  if (handle->path != nullptr) handle->disk->MarkSynced(*handle->path);
  return SQLITE_OK;
}

const sqlite3_io_methods& PowerCutDisk::Methods() {
  static const sqlite3_io_methods kMethods = [] {
    sqlite3_io_methods methods = {};
    methods.iVersion = 2;
    methods.xClose = [](sqlite3_file* f) { return RealOf(f)->pMethods->xClose(RealOf(f)); };
    methods.xRead = [](sqlite3_file* f, void* to, int count, sqlite3_int64 offset) {
      return RealOf(f)->pMethods->xRead(RealOf(f), to, count, offset);
    };
    methods.xWrite = &Write;
    methods.xTruncate = &Truncate;
    methods.xSync = &Sync;
    methods.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
      return RealOf(f)->pMethods->xFileSize(RealOf(f), size);
    };
    methods.xLock = [](sqlite3_file* f, int level) {
      return RealOf(f)->pMethods->xLock(RealOf(f), level);
    };
    methods.xUnlock = [](sqlite3_file* f, int level) {
      return RealOf(f)->pMethods->xUnlock(RealOf(f), level);
    };
    methods.xCheckReservedLock = [](sqlite3_file* f, int* held) {
      return RealOf(f)->pMethods->xCheckReservedLock(RealOf(f), held);
    };
    // Not to the real file: it would be told of optimisations (preallocation, mapping) that this
    // disk does not see.
    methods.xFileControl = [](sqlite3_file*, int operation, void* argument) {
      if (operation != SQLITE_FCNTL_MMAP_SIZE) return SQLITE_NOTFOUND;
      *static_cast<sqlite3_int64*>(argument) = 0;
      return SQLITE_OK;
    };
    methods.xSectorSize = [](sqlite3_file*) { return static_cast<int>(kSector); };
    methods.xDeviceCharacteristics = [](sqlite3_file*) { return 0; };
    methods.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** mapped) {
      return RealOf(f)->pMethods->xShmMap(RealOf(f), page, size, extend, mapped);
    };
    methods.xShmLock = [](sqlite3_file* f, int offset, int count, int flags) {
      return RealOf(f)->pMethods->xShmLock(RealOf(f), offset, count, flags);
    };
    methods.xShmBarrier = [](sqlite3_file* f) { RealOf(f)->pMethods->xShmBarrier(RealOf(f)); };
    methods.xShmUnmap = [](sqlite3_file* f, int remove) {
      return RealOf(f)->pMethods->xShmUnmap(RealOf(f), remove);
    };
    return methods;
  }();
  return kMethods;
}

}  // namespace midstance::storage::testing
