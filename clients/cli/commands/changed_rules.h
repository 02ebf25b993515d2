#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/context.h"
#include "midstance/v1/rule_set_revision.pb.h"
#include "support/status.h"

// What the commands about changed rules share.
namespace midstance::cli {

inline constexpr std::string_view kRuleSet = "ruleSets/running-hip-core";

// What is changed in the active rules: files in text form, and rules that are taken out.
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

// A revision, and below it what a reviewer should look at.
absl::Status ShowRevision(const Context& context,
                          const absl::StatusOr<v1::RuleSetRevision>& revision);

}  // namespace midstance::cli
