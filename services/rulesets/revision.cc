#include "services/rulesets/revision.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "services/cases/engine/engine.h"
#include "services/rules/candidate.h"
#include "services/rules/embedded.h"
#include "services/rules/lint.h"
#include "services/rules/scenario_report.h"
#include "support/status.h"

namespace midstance::rulesets {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr int kMostTold = 100;
constexpr int kMostProblems = 5;

// "rules/night-pain": parts of `now` that are not in `before` as they are, then those of `before`
// that are gone.
template <class M, class IdOf>
void TellChanged(std::string_view list, const google::protobuf::RepeatedPtrField<M>& before,
                 const google::protobuf::RepeatedPtrField<M>& now, const IdOf& id_of,
                 std::vector<std::string>& gone, v1::RuleSetRevision& revision) {
  const auto find = [&](const auto& in, const M& part) {
    return std::find_if(in.begin(), in.end(),
                        [&](const M& other) { return id_of(other) == id_of(part); });
  };
  const auto path = [&](const M& part) { return std::string(list) + "/" + id_of(part); };
  for (const M& part : now) {
    const auto old = find(before, part);
    if (old == before.end() || !MessageDifferencer::Equals(*old, part)) {
      revision.add_changed(path(part));
    }
  }
  for (const M& part : before) {
    if (find(now, part) == now.end()) gone.push_back(path(part));
  }
}

void TellChanges(const rules::v1::RuleSet& before, const rules::v1::RuleSet& now,
                 v1::RuleSetRevision& revision) {
  std::vector<std::string> gone;
  if (!MessageDifferencer::Equals(before.defaults(), now.defaults())) {
    revision.add_changed("defaults");
  }
  TellChanged(
      "codes", before.codes(), now.codes(), [](const auto& part) { return part.code(); }, gone,
      revision);
  const auto by_id = [](const auto& part) { return part.id(); };
  TellChanged("derived", before.derived(), now.derived(), by_id, gone, revision);
  TellChanged("families", before.families(), now.families(), by_id, gone, revision);
  TellChanged("rules", before.rules(), now.rules(), by_id, gone, revision);
  for (auto& part : gone) revision.add_changed(std::move(part));
}

}  // namespace

absl::StatusOr<rules::CompiledRuleSet> ChangedRules(
    const rules::CompiledRuleSet& active,
    const google::protobuf::RepeatedPtrField<v1::RuleSetFile>& files,
    const google::protobuf::RepeatedPtrField<std::string>& without_rules) {
  if (files.empty() && without_rules.empty()) {
    return FieldInvalid("files", "must hold what is changed, unless without_rules does");
  }
  std::vector<std::string_view> texts;
  for (const auto& file : files) texts.push_back(file.text());
  const std::vector<std::string_view> without(without_rules.begin(), without_rules.end());
  return rules::CompileCandidate(active, texts, without);
}

v1::RuleSetRevision RevisionOf(const rules::CompiledRuleSet& rules,
                               const rules::CompiledRuleSet& base) {
  v1::RuleSetRevision revision;
  revision.set_name(cases::RevisionNameOf(rules));
  revision.set_digest(rules.digest());
  revision.set_base_digest(base.digest());
  *revision.mutable_definition() = rules.source();
  TellChanges(base.source(), rules.source(), revision);
  return revision;
}

void Play(const rules::CompiledRuleSet& rules, v1::RuleSetRevision& revision) {
  std::vector<rules::ScenarioSource> sources;
  std::vector<rules::v1::ScenarioFile> files;
  for (const auto& shipped : rules::ShippedScenarios()) {
    auto file = rules::ParseScenarioFile(shipped.text);
    if (!file.ok()) continue;
    files.push_back(*file);
    sources.push_back({std::string(shipped.name), *std::move(file)});
  }
  const auto report = rules::RunScenarios(rules, sources);
  revision.set_scenarios(report.scenarios);
  for (const auto& failure : report.failures) {
    if (revision.broken_scenarios_size() == kMostTold) break;
    auto& broken = *revision.add_broken_scenarios();
    broken.set_scenario(failure.source + ": " + failure.scenario);
    broken.set_rule(failure.rule);
    for (const auto& problem : failure.problems) {
      if (broken.problems_size() < kMostProblems) broken.add_problems(problem);
    }
  }
  for (auto& warning : rules::Lint(rules, files)) {
    if (revision.warnings_size() == kMostTold) break;
    auto& told = *revision.add_warnings();
    told.set_path(std::move(warning.path));
    told.set_text(std::move(warning.text));
  }
}

}  // namespace midstance::rulesets
