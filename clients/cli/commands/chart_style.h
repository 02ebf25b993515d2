#pragma once

#include "clients/cli/output/terminal_chart.h"

namespace midstance::cli {

// Blocks where the environment speaks UTF-8 and the terminal is no dumb one, else letters of ASCII;
// at most as wide as the terminal.
BarStyle ChartStyleOfStdout();

}  // namespace midstance::cli
