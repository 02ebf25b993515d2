#pragma once

#include <cstdint>
#include <string>

#include "support/time.h"

namespace midstance::admin {

// What the composition root knows about the running server.
struct ServerFacts {
  std::string version;  // "0.1.0"
  std::string build;    // source revision and build type
  std::int32_t schema_version = 0;
  std::string store_engine;  // "sqlite 3.40.1"
  std::string shipped_rule_set_digest;
  Instant start;
};

}  // namespace midstance::admin
