#include "clients/story/telephone.h"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

#include "clients/core/words.h"
#include "support/status.h"

namespace midstance::story {
namespace {

// As the shell takes it for one word.
std::string Quoted(const std::string& word) {
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + '\'';
}

absl::StatusOr<std::string> OutputOf(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return absl::InternalError("the telephone cannot be started");
  std::string output;
  std::array<char, 4096> piece;
  while (const auto bytes = std::fread(piece.data(), 1, piece.size(), pipe)) {
    output.append(piece.data(), bytes);
  }
  const int result = pclose(pipe);
  if (result == 0) return output;
  return absl::InternalError("the telephone failed with " + std::to_string(result));
}

}  // namespace

Telephone PlayedBy(std::string command) {
  return [command = std::move(command)](
             Instant at, const std::string& code,
             const std::vector<std::string>& words) -> absl::StatusOr<Shown> {
    std::string line =
        command + ' ' + Quoted(client::TimeWord(TimestampOf(at))) + ' ' + Quoted(code);
    for (const std::string& word : words) line += ' ' + Quoted(word);
    MIDSTANCE_ASSIGN_OR_RETURN(const std::string output, OutputOf(line));
    const auto said = nlohmann::json::parse(output, nullptr, false);
    if (!said.is_object()) return absl::InternalError("the telephone said: " + output);
    return Shown{.text = said.value("text", ""),
                 .running_on_hold = said.value("hold", false),
                 .time = std::chrono::steady_clock::now() -
                         std::chrono::milliseconds(said.value("ago_ms", 0))};
  };
}

}  // namespace midstance::story
