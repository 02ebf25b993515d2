#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/context.h"

namespace midstance::cli {

// The verbs of the noun `patients` that find, merge and archive records and tell their history.
void AddPatientRecords(CLI::App& noun, Context& context);

// The verb that registers those of a file.
void AddPatientImport(CLI::App& noun, Context& context);

}  // namespace midstance::cli
