#pragma once

#include <string>

#include "storage/open.h"
#include "tests/support/temporary_folder.h"

namespace midstance::storage::testing {

using midstance::testing::TemporaryFolder;

// Options with a fixed clock and id; what the engine says goes to the standard error stream.
OpenOptions OptionsFor(const std::string& uri);

}  // namespace midstance::storage::testing
