#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "clients/cli/context.h"

namespace midstance::cli {

// All that the command line knows: nouns, verbs and options, which set what `context` runs.
void AddProgram(CLI::App& app, Context& context);

// Runs one command line (without the program's name) and returns its exit code.
int RunCommandLine(std::vector<std::string> arguments, Context& context);

}  // namespace midstance::cli
