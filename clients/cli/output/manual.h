#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>

namespace midstance::cli {

// The pages of the manual in the language of man, by file name: midstance.1 with the commands that
// have no noun, and midstance-NOUN.1 for each noun. They say what --help says.
std::map<std::string, std::string> ManualPages(const CLI::App& program);

}  // namespace midstance::cli
