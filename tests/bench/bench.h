#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "tests/bench/report.h"

namespace midstance::bench {

struct Options {
  std::string midstanced;  // the server's program
  std::string self;        // this program, to start the echo server
  std::string peer;        // folder of the peer; empty: leave it out
  std::string work;        // empty folder for the data
  int rounds = 3;
  std::chrono::milliseconds slice{1200};
  std::chrono::seconds half_load{12};
  int flags = 100;                     // red flags of which 100 watchers are told
  bool recording_only = false;         // the echo and RecordCheckIn, to profile the server
  std::uint64_t big_file = 1'000'000;  // check-ins in the large file; 0: leave it out
};

struct Findings {
  std::vector<Figure> figures;
  std::vector<std::string> notes;  // where the time goes, in lines
};

// Starts the servers, measures in interleaved rounds, and stops them. Says on `talk` what it does.
absl::StatusOr<Findings> Measure(const Options& options, std::ostream& talk);

}  // namespace midstance::bench
