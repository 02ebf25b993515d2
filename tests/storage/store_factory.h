#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "storage/store.h"

// The conformance suite: what every engine must do, alike.
namespace midstance::storage::testing {

struct StoreFactory {
  std::string name;
  // A new, empty store.
  std::function<absl::StatusOr<std::unique_ptr<Store>>()> make;
};

// The engines of this test program. Each program that links the suite defines it.
std::vector<StoreFactory> Factories();

}  // namespace midstance::storage::testing
