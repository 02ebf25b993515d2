#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace midstance::cli {

// Scripts that a shell reads to complete what is typed: commands, options, and the words that an
// option may have.
std::string BashCompletion(const CLI::App& program);
std::string ZshCompletion(const CLI::App& program);

}  // namespace midstance::cli
