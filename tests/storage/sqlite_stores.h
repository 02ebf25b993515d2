#pragma once

#include <filesystem>
#include <string>

#include "storage/open.h"

namespace midstance::storage::testing {

// A new folder that is removed with its content at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  std::string File(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// Options with a fixed clock and id; what the engine says goes to the standard error stream.
OpenOptions OptionsFor(const std::string& uri);

}  // namespace midstance::storage::testing
