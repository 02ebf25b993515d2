#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/rules/compile.h"
#include "services/rules/embedded.h"
#include "services/rules/lint.h"
#include "services/rules/scenario_report.h"
#include "services/schedule/clinic_calendar.h"
#include "services/server/commands.h"
#include "services/server/exit_codes.h"
#include "support/status.h"

namespace midstance::server {
namespace {

std::optional<std::string> TextOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::cerr << "midstanced rules: cannot read " << path << '\n';
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void TellProblems(const std::string& name, const absl::Status& status) {
  std::cerr << name << ": " << status.message() << '\n';
  if (const auto details = BadRequestOf(status)) {
    for (const auto& violation : details->field_violations()) {
      std::cerr << "  " << violation.field() << ": " << violation.description() << '\n';
    }
  }
}

std::optional<rules::CompiledRuleSet> LoadSet(const RulesOptions& options) {
  std::string text(options.set_files.empty() ? rules::RunningHipCore() : std::string_view());
  for (const auto& path : options.set_files) {
    const auto more = TextOf(path);
    if (!more.has_value()) return std::nullopt;
    text += *more;
  }
  const auto parsed = rules::ParseRuleSet(text);
  if (!parsed.ok()) {
    TellProblems("rule set", parsed.status());
    return std::nullopt;
  }
  auto compiled = rules::Compile(*parsed, schedule::ClinicCalendar::Utc());
  if (!compiled.ok()) {
    TellProblems("rule set", compiled.status());
    return std::nullopt;
  }
  return *std::move(compiled);
}

std::optional<std::vector<rules::ScenarioSource>> LoadScenarios(const RulesOptions& options) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& path : options.scenario_files) {
    auto text = TextOf(path);
    if (!text.has_value()) return std::nullopt;
    texts.emplace_back(std::filesystem::path(path).filename().string(), *std::move(text));
  }
  if (options.scenario_files.empty()) {
    for (const auto& file : rules::ShippedScenarios()) texts.emplace_back(file.name, file.text);
  }
  std::vector<rules::ScenarioSource> sources;
  for (const auto& [name, text] : texts) {
    auto parsed = rules::ParseScenarioFile(text);
    if (!parsed.ok()) {
      TellProblems(name, parsed.status());
      return std::nullopt;
    }
    sources.push_back({name, *std::move(parsed)});
  }
  return sources;
}

// The rule that a path of the rule set lies in, in brackets; nothing outside of the rules.
std::string NameOf(const rules::CompiledRuleSet& set, std::string_view path) {
  const auto& all = set.source().rules();
  for (int i = 0; i < all.size(); ++i) {
    const std::string head = "rules[" + std::to_string(i) + "]";
    if (path.starts_with(head)) return " (" + all[i].id() + ")";
  }
  return {};
}

}  // namespace

int TestRules(const RulesOptions& options) {
  const auto rules = LoadSet(options);
  if (!rules.has_value()) return kExitBroken;
  const auto scenarios = LoadScenarios(options);
  if (!scenarios.has_value()) return kExitBroken;
  const auto report = rules::RunScenarios(*rules, *scenarios);
  std::cout << rules::ReportText(*rules, report);
  return report.Passed() ? kExitOk : kExitBroken;
}

int LintRules(const RulesOptions& options) {
  const auto rules = LoadSet(options);
  if (!rules.has_value()) return kExitBroken;
  const auto scenarios = LoadScenarios(options);
  if (!scenarios.has_value()) return kExitBroken;
  std::vector<rules::v1::ScenarioFile> files;
  for (const auto& source : *scenarios) files.push_back(source.file);
  const auto warnings = rules::Lint(*rules, files);
  for (const auto& warning : warnings) {
    std::cout << warning.path << NameOf(*rules, warning.path) << ": " << warning.text << '\n';
  }
  std::cout << rules->id() << ' ' << rules->version() << ": " << rules->source().rules_size()
            << " rules, " << warnings.size() << " to put right\n";
  return warnings.empty() ? kExitOk : kExitBroken;
}

}  // namespace midstance::server
