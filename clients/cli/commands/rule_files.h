#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/context.h"
#include "support/status.h"

// What a command changes in the active rules: files in text form, and rules that are taken out.
namespace midstance::cli {

inline constexpr std::string_view kRuleSet = "ruleSets/running-hip-core";

struct RuleFiles {
  std::vector<std::string> files;
  std::vector<std::string> without;
  std::string rule_set = std::string(kRuleSet);
};

void AddRuleFiles(CLI::App& verb, RuleFiles& changed);
// The server speaks of files by their number.
void NameRuleFiles(const Context& context, const RuleFiles& changed);

// Into the `files` and `without_rules` of a request.
template <class Request>
absl::Status ReadRuleFiles(const Context& context, const RuleFiles& changed, Request& request) {
  for (const std::string& path : changed.files) {
    auto& file = *request.add_files();
    file.set_name(std::filesystem::path(path).filename().string());
    MIDSTANCE_ASSIGN_OR_RETURN(*file.mutable_text(), context.ReadInput(path));
  }
  for (const std::string& rule : changed.without) request.add_without_rules(rule);
  return absl::OkStatus();
}

}  // namespace midstance::cli
