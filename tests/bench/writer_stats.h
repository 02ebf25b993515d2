#pragma once

#include <string>
#include <vector>

namespace midstance::bench {

// What the server's log says about its writer when it stops, in lines: sizes of the batches and
// where the writer's time went. Empty when the log says nothing.
std::vector<std::string> WriterStats(const std::string& server_log);

}  // namespace midstance::bench
