#pragma once

#include <sqlite3.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace midstance::storage::testing {

// A disk that forgets: an SQLite VFS over the default one that remembers which writes were synced.
// Nothing is really synced, which makes thousands of cuts cheap. Thread-safe.
class PowerCutDisk {
 public:
  // Files by name as they would be found after the power came back.
  using Image = std::map<std::string, std::string>;

  // Registers the VFS under `name` until the end.
  explicit PowerCutDisk(const std::string& name);
  PowerCutDisk(const PowerCutDisk&) = delete;
  PowerCutDisk& operator=(const PowerCutDisk&) = delete;
  ~PowerCutDisk();

  // Called before every write, truncation and sync, on the thread that does it. Set before
  // the first file is opened.
  void BeforeOperation(std::function<void()> run) { before_operation_ = std::move(run); }
  // What survives when the power fails now: everything synced; of what was not, nothing, or each
  // 512-byte sector by the toss of a coin.
  Image Cut(bool keep_some, std::mt19937& random);

 private:
  struct Operation {
    bool truncates = false;
    std::size_t offset = 0;  // or the new size
    std::string bytes;
  };
  struct File {
    std::string synced;
    std::vector<Operation> pending;
  };
  struct Handle;

  static void Apply(const Operation& operation, std::string& content);
  static int Open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags,
                  int* out_flags);
  static int Delete(sqlite3_vfs* vfs, const char* path, int sync_folder);
  static int Write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset);
  static int Truncate(sqlite3_file* file, sqlite3_int64 size);
  static int Sync(sqlite3_file* file, int flags);
  static const sqlite3_io_methods& Methods();
  static sqlite3_file* RealOf(sqlite3_file* file);

  void Note(const std::string& path, Operation operation);
  void MarkSynced(const std::string& path);
  void Forget(const std::string& path);

  const std::string name_;
  sqlite3_vfs* const real_;
  std::unique_ptr<sqlite3_vfs> vfs_;
  std::function<void()> before_operation_ = [] {};
  std::mutex mutex_;
  std::map<std::string, File> files_;
};

}  // namespace midstance::storage::testing
