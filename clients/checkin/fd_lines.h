#pragma once

#include <chrono>
#include <optional>

#include "clients/checkin/terminal.h"

namespace midstance::checkin {

// Lines of a file descriptor, e.g. of the terminal that is standard input. With `patience`, a line
// that takes longer is given up: kIdle, and what was half typed is thrown away. A line of more than
// 64 KiB ends the input. Hidden lines are not echoed by a terminal.
ReadLine FdLines(int fd, std::optional<std::chrono::seconds> patience);

// Columns of the terminal at `fd`; 80 when it is none.
int WidthOf(int fd);

}  // namespace midstance::checkin
