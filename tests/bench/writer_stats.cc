#include "tests/bench/writer_stats.h"

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

namespace midstance::bench {
namespace {

double Number(const nlohmann::json& event, const char* key) {
  return std::stod(event.value(key, std::string("0")));
}

}  // namespace

std::vector<std::string> WriterStats(const std::string& server_log) {
  std::string last;
  std::ifstream log(server_log);
  for (std::string line; std::getline(log, line);) {
    if (line.find("\"store.stats\"") != std::string::npos) last = line;
  }
  const nlohmann::json event = nlohmann::json::parse(last, nullptr, false);
  if (!event.is_object()) return {};
  const double units = Number(event, "units");
  const double batches = Number(event, "batches");
  if (units < 1 || batches < 1) return {};
  std::vector<std::string> lines;
  char text[200];
  std::snprintf(text, sizeof text,
                "writer: %.0f units in %.0f batches, %.1f a batch, the largest %.0f", units,
                batches, units / batches, Number(event, "largest_batch"));
  lines.emplace_back(text);
  lines.push_back("  batches of 1, 2, 3-4, 5-8, 9-16, 17-32, 33-64, 65-128, more: " +
                  event.value("batch_sizes", std::string()));
  for (const char* const part : {"applying", "committing", "answering", "checkpointing"}) {
    std::snprintf(text, sizeof text, "  %-14s %6.1f us a unit", part,
                  Number(event, (std::string(part) + "_us").c_str()) / units);
    lines.emplace_back(text);
  }
  return lines;
}

}  // namespace midstance::bench
