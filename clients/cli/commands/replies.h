#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/context.h"

namespace midstance::cli {

// Answers by a reply link: making one, and what its receiver does with it.
void AddReplies(CLI::App& noun, Context& context);

}  // namespace midstance::cli
