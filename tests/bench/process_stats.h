#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <string>

// What /proc tells about a running program.
namespace midstance::bench {

// Resident memory in MiB; 0 when the program is gone.
double ResidentMiB(pid_t pid);
// Processor time of all its threads so far.
std::chrono::microseconds ProcessorTime(pid_t pid);
// The same by name of thread.
std::map<std::string, std::chrono::microseconds> ProcessorTimeByThread(pid_t pid);

}  // namespace midstance::bench
