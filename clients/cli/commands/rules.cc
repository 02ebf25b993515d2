#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/changed_rules.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "midstance/v1/rule_set_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using RuleSetStub = v1::RuleSetService::Stub;

Columns<rules::v1::Rule> RuleColumns() {
  return {
      {"URGENCY", [](const auto& r) { return client::Word(r.urgency()); }},
      {"RULE", [](const auto& r) { return r.id(); }},
      {"TITLE", [](const auto& r) { return r.title(); }, Fit::kMayShorten},
      {"SOURCES",
       [](const auto& r) {
         std::string keys;
         for (const auto& source : r.sources()) keys += (keys.empty() ? "" : ", ") + source.key();
         return keys;
       },
       Fit::kMayShorten},
  };
}

}  // namespace

void AddRules(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "rules", "What raises a red flag");

  CLI::App& list = AddVerb(noun, "list", "List rule sets", "rules list");
  auto options = std::make_shared<ListOptions>();
  AddLimit(list, options->limit);
  Does<ListOptions>(
      list, context, options,
      [](const Context& c, const client::Client& client, const ListOptions& o) -> absl::Status {
        return ShowFetched(
            c, RuleSetColumns(),
            FetchAll(client, &RuleSetStub::ListRuleSets, &v1::ListRuleSetsResponse::rule_sets,
                     v1::ListRuleSetsRequest(), o.limit));
      });

  CLI::App& show =
      AddVerb(noun, "show", "The rules of a set, or a revision of it; --format json has all of it",
              "rules show ruleSets/running-hip-core\n"
              "rules show ruleSets/running-hip-core/revisions/REVISION");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "rule set or revision");
  Does<NameOption>(
      show, context, name,
      [](const Context& c, const client::Client& client, const NameOption& o) -> absl::Status {
        if (o.name.find("/revisions/") != std::string::npos) {
          return ShowRevision(c,
                              client.Call(&RuleSetStub::GetRuleSetRevision,
                                          client::ByName<v1::GetRuleSetRevisionRequest>(o.name)));
        }
        MIDSTANCE_ASSIGN_OR_RETURN(
            const v1::RuleSet found,
            client.Call(&RuleSetStub::GetRuleSet, client::ByName<v1::GetRuleSetRequest>(o.name)));
        if (c.output_format() == Format::kJson) return c.Show(RuleSetColumns(), found);
        return c.ShowAll(RuleColumns(), found.definition().rules());
      });

  AddBackTest(noun, context);
  AddTune(noun, context);
  AddRuleRevisions(noun, context);
}

}  // namespace midstance::cli
