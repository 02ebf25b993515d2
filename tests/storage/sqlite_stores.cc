#include "sqlite_stores.h"

#include <cstdlib>
#include <iostream>

#include "world.h"

namespace midstance::storage::testing {

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "midstance-XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

OpenOptions OptionsFor(const std::string& uri) {
  OpenOptions options;
  options.uri = uri;
  options.now = [] { return kNow; };
  options.new_id = "0123456789abcdef";
  options.error_sink = [](std::string_view text) { std::cerr << text << "\n"; };
  return options;
}

}  // namespace midstance::storage::testing
