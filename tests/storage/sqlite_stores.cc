#include "sqlite_stores.h"

#include <iostream>

#include "world.h"

namespace midstance::storage::testing {

OpenOptions OptionsFor(const std::string& uri) {
  OpenOptions options;
  options.uri = uri;
  options.now = [] { return kNow; };
  options.new_id = "0123456789abcdef";
  options.error_sink = [](std::string_view text) { std::cerr << text << "\n"; };
  return options;
}

}  // namespace midstance::storage::testing
