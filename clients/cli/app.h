#pragma once

#include <string>
#include <vector>

#include "clients/cli/context.h"

namespace midstance::cli {

// Runs one command line (without the program's name) and returns its exit code.
int RunCommandLine(std::vector<std::string> arguments, Context& context);

}  // namespace midstance::cli
