#include "clients/cli/commands/changed_rules.h"

#include "clients/cli/output/rule_revisions.h"

namespace midstance::cli {

void AddRuleFiles(CLI::App& verb, RuleFiles& changed) {
  verb.add_option("files", changed.files,
                  "Rules as text, as under services/rules/sets; each takes the place of the one of "
                  "the same id, what is left out stays. '-' is standard input");
  verb.add_option("--without", changed.without, "A rule that is taken out; may be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb.add_option("--rule-set", changed.rule_set, "The rule set that is changed")
      ->capture_default_str();
}

void NameRuleFiles(const Context& context, const RuleFiles& changed) {
  if (changed.files.size() < 2) return;
  for (std::size_t i = 0; i < changed.files.size(); ++i) {
    context.talk() << "files[" << i << "] is " << changed.files[i] << '\n';
  }
}

absl::Status ShowRevision(const Context& context,
                          const absl::StatusOr<v1::RuleSetRevision>& revision) {
  MIDSTANCE_RETURN_IF_ERROR(context.Show(RevisionColumns(), revision));
  if (context.output_format() == Format::kTable) context.data() << ReviewText(*revision);
  return absl::OkStatus();
}

}  // namespace midstance::cli
