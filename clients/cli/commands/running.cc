#include <algorithm>
#include <optional>

#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "midstance/v1/running_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using RunningStub = v1::RunningService::Stub;

// What the therapist tested; what was not given was not tested.
struct TestOptions {
  std::optional<int> squats;
  std::optional<int> stance;
  std::optional<int> hops;
  std::string tender;
  std::string cleared;
};

void AddTestOptions(CLI::App& verb, TestOptions& options) {
  verb.add_option("--squats", options.squats, "Single-leg squats, worse side");
  verb.add_option("--stance", options.stance, "Single-leg stance in seconds, worse side");
  verb.add_option("--hops", options.hops, "Hops without pain; not where a bone may be injured");
  verb.add_option("--bone-tender", options.tender, "Whether the bone is tender")
      ->check(OneOf({"present", "absent"}));
  verb.add_option("--cleared", options.cleared, "Whether a doctor has cleared her to run")
      ->check(OneOf({"present", "absent"}));
}

absl::Status Fill(const TestOptions& options, v1::EntryTests& tests) {
  if (options.squats.has_value()) tests.set_single_leg_squats(*options.squats);
  if (options.stance.has_value()) tests.set_single_leg_stance_seconds(*options.stance);
  if (options.hops.has_value()) tests.set_hops(*options.hops);
  if (!options.tender.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto tender, client::ParseWord<v1::Answer>(options.tender));
    tests.set_bone_tender(tender);
  }
  if (!options.cleared.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto cleared, client::ParseWord<v1::Answer>(options.cleared));
    tests.set_medical_clearance(cleared);
  }
  return absl::OkStatus();
}

void AddStages(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "stages", "The walk-run table; --format json has limits and rules",
                           "running stages");
  auto options = std::make_shared<ListOptions>();
  AddLimit(verb, options->limit);
  Does<ListOptions>(
      verb, context, options,
      [](const Context& c, const client::Client& client, const ListOptions& o) -> absl::Status {
        if (c.output_format() == Format::kJson) {
          v1::ListRunningStagesRequest request;
          request.set_page_size(o.limit);
          MIDSTANCE_ASSIGN_OR_RETURN(const auto page,
                                     client.Call(&RunningStub::ListRunningStages, request));
          c.data() << FormatJson(page);
          return absl::OkStatus();
        }
        return ShowFetched(c, RunningStageColumns(),
                           FetchAll(client, &RunningStub::ListRunningStages,
                                    &v1::ListRunningStagesResponse::stages,
                                    v1::ListRunningStagesRequest(), o.limit));
      });
}

struct EntryOptions {
  v1::CheckRunningEntryRequest request;
  TestOptions tests;
};

void AddEntry(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "entry", "May a runner begin?",
                           "running entry patients/amelie/cases/01k --squats 12 --stance 30");
  auto options = std::make_shared<EntryOptions>();
  verb.add_option("case", *options->request.mutable_parent(), "Which case")->required();
  AddTestOptions(verb, options->tests);
  Does<EntryOptions>(
      verb, context, options,
      [](const Context& c, const client::Client& client, const EntryOptions& o) -> absl::Status {
        v1::CheckRunningEntryRequest request = o.request;
        MIDSTANCE_RETURN_IF_ERROR(Fill(o.tests, *request.mutable_tests()));
        MIDSTANCE_ASSIGN_OR_RETURN(const auto answer,
                                   client.Call(&RunningStub::CheckRunningEntry, request));
        if (c.output_format() == Format::kTable) {
          const auto unmet = std::count_if(
              answer.conditions().begin(), answer.conditions().end(),
              [](const auto& one) { return one.truth() == rules::v1::DOES_NOT_HOLD; });
          c.talk() << (answer.met() ? "every condition is met"
                       : unmet > 0  ? "some conditions are not met"
                                    : "not every condition is known to be met")
                   << '\n';
        }
        return c.ShowAll(EntryConditionColumns(), answer.conditions());
      });
}

struct StartOptions {
  v1::StartRunningPlanRequest request;
  TestOptions tests;
  std::string pain_rule;
  std::vector<std::string> sites;
};

absl::Status Start(const Context& context, const client::Client& client,
                   const StartOptions& options) {
  v1::StartRunningPlanRequest request = options.request;
  MIDSTANCE_RETURN_IF_ERROR(Fill(options.tests, *request.mutable_tests()));
  if (!options.pain_rule.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto rule,
                               client::ParseWord<v1::RunningPlan::PainRule>(options.pain_rule));
    request.mutable_running_plan()->set_pain_rule(rule);
  }
  for (const auto& text : options.sites) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_running_plan()->add_sites(),
                               client::ParseSite(text));
  }
  return context.Show(RunningPlanColumns(), client.Call(&RunningStub::StartRunningPlan, request));
}

void AddStart(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "start", "Begin the way back at stage 0",
                           "running start patients/amelie/cases/01k --from 2026-11-25 --squats 12 "
                           "--stance 30 --hops 10");
  auto options = std::make_shared<StartOptions>();
  v1::RunningPlan& plan = *options->request.mutable_running_plan();
  verb.add_option("case", *options->request.mutable_parent(), "Which case")->required();
  verb.add_option("--from", *plan.mutable_start_date(), "First day, YYYY-MM-DD")->required();
  verb.add_option("--pain-rule", options->pain_rule, "How much pain a run may cause")
      ->check(OneOf({"any-pain-stops", "monitored", "no-pain"}));
  verb.add_option("--site", options->sites, "Where pain is watched; left out: sites of the case");
  verb.add_option("--entry-reason", *options->request.mutable_entry_reason(),
                  "Why, though a condition is not met or not known");
  AddTestOptions(verb, options->tests);
  Does<StartOptions>(verb, context, options, Start);
}

void AddReads(CLI::App& noun, Context& context) {
  CLI::App& show = AddVerb(noun, "show", "Show one plan; --format json has its decisions",
                           "running show patients/amelie/cases/01k/runningPlans/01m");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "running plan");
  Does<NameOption>(show, context, name,
                   [](const Context& c, const client::Client& client, const NameOption& o) {
                     return c.Show(RunningPlanColumns(),
                                   client.Call(&RunningStub::GetRunningPlan,
                                               client::ByName<v1::GetRunningPlanRequest>(o.name)));
                   });

  CLI::App& list = AddVerb(noun, "list", "List plans, the newest first",
                           "running list\nrunning list --filter 'state = STATE_STOPPED'");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "patients/-",
                 {.filter = "state, stage, create_time",
                  .example = "state = STATE_STOPPED",
                  .order = "stage, create_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      v1::ListRunningPlansRequest request;
                      request.set_parent(CaseParent(o.parent));
                      return ShowList(c, client, &RunningStub::ListRunningPlans,
                                      &v1::ListRunningPlansResponse::running_plans, request, o,
                                      RunningPlanColumns());
                    });

  CLI::App& propose = AddVerb(noun, "propose", "What the reports say about the stage, and why",
                              "running propose patients/amelie/cases/01k/runningPlans/01m");
  auto of = std::make_shared<NameOption>();
  AddName(propose, of->name, "running plan");
  Does<NameOption>(propose, context, of,
                   [](const Context& c, const client::Client& client, const NameOption& o) {
                     return c.Show(
                         StageProposalColumns(),
                         client.Call(&RunningStub::ProposeRunningStage,
                                     client::ByName<v1::ProposeRunningStageRequest>(o.name)));
                   });
}

struct DecideOptions {
  v1::DecideRunningStageRequest request;
  std::string move;
};
struct PainRuleOptions {
  v1::SetPainRuleRequest request;
  std::string rule;
};

void AddChanges(CLI::App& noun, Context& context) {
  CLI::App& decide = AddVerb(noun, "decide", "Decide on the stage",
                             "running decide patients/amelie/cases/01k/runningPlans/01m advance");
  auto deciding = std::make_shared<DecideOptions>();
  AddName(decide, *deciding->request.mutable_name(), "running plan");
  decide.add_option("move", deciding->move, "Where the plan goes")
      ->required()
      ->check(OneOf({"advance", "hold", "step-back", "step-back-two", "stop"}));
  decide.add_option("--reason", *deciding->request.mutable_reason(),
                    "Why; needed when it is another move than the proposed one");
  Does<DecideOptions>(
      decide, context, deciding,
      [](const Context& c, const client::Client& client, const DecideOptions& o) -> absl::Status {
        v1::DecideRunningStageRequest request = o.request;
        MIDSTANCE_ASSIGN_OR_RETURN(const auto move, client::ParseWord<v1::StageMove>(o.move));
        request.set_move(move);
        return c.Show(RunningPlanColumns(), client::Change(client, &RunningStub::GetRunningPlan,
                                                           &RunningStub::DecideRunningStage,
                                                           o.request.name(), std::move(request)));
      });

  CLI::App& rule = AddVerb(noun, "pain-rule", "Change how much pain a run may cause",
                           "running pain-rule patients/amelie/cases/01k/runningPlans/01m "
                           "monitored --reason 'Explained today'");
  auto ruling = std::make_shared<PainRuleOptions>();
  AddName(rule, *ruling->request.mutable_name(), "running plan");
  rule.add_option("rule", ruling->rule, "How much pain a run may cause")
      ->required()
      ->check(OneOf({"any-pain-stops", "monitored", "no-pain"}));
  rule.add_option("--reason", *ruling->request.mutable_reason(), "Why")->required();
  Does<PainRuleOptions>(
      rule, context, ruling,
      [](const Context& c, const client::Client& client, const PainRuleOptions& o) -> absl::Status {
        v1::SetPainRuleRequest request = o.request;
        MIDSTANCE_ASSIGN_OR_RETURN(const auto to,
                                   client::ParseWord<v1::RunningPlan::PainRule>(o.rule));
        request.set_pain_rule(to);
        return c.Show(RunningPlanColumns(), client::Change(client, &RunningStub::GetRunningPlan,
                                                           &RunningStub::SetPainRule,
                                                           o.request.name(), std::move(request)));
      });

  CLI::App& end = AddVerb(noun, "end", "End a plan: given up, or --completed",
                          "running end patients/amelie/cases/01k/runningPlans/01m --completed "
                          "--reason 'Runs 10 km again'");
  auto ending = std::make_shared<v1::EndRunningPlanRequest>();
  AddName(end, *ending->mutable_name(), "running plan");
  end.add_flag_callback(
      "--completed", [ending] { ending->set_completed(true); }, "Back to running");
  end.add_option("--reason", *ending->mutable_reason(), "Why")->required();
  Does<v1::EndRunningPlanRequest>(
      end, context, ending,
      [](const Context& c, const client::Client& client, const v1::EndRunningPlanRequest& o) {
        return c.Show(RunningPlanColumns(),
                      client::Change(client, &RunningStub::GetRunningPlan,
                                     &RunningStub::EndRunningPlan, o.name(), o));
      });
}

struct RunToCheck {
  v1::CheckRunRequest request;
  std::optional<double> distance;
  std::optional<double> minutes;
};

void AddLoads(CLI::App& noun, Context& context) {
  CLI::App& check = AddVerb(noun, "check", "A run against the longest of 30 days and the stage",
                            "running check patients/amelie/cases/01k --km 12 --minutes 70");
  auto checking = std::make_shared<RunToCheck>();
  check.add_option("case", *checking->request.mutable_parent(), "Which case")->required();
  check.add_option("--km", checking->distance, "Distance in km");
  check.add_option("--minutes", checking->minutes, "Time on the feet");
  check.add_option("--day", *checking->request.mutable_day(), "Its day; left out: today");
  Does<RunToCheck>(check, context, checking,
                   [](const Context& c, const client::Client& client, const RunToCheck& o) {
                     v1::CheckRunRequest request = o.request;
                     if (o.distance.has_value()) request.set_distance_km(*o.distance);
                     if (o.minutes.has_value()) request.set_minutes(*o.minutes);
                     return c.Show(CheckedRunColumns(),
                                   client.Call(&RunningStub::CheckRun, request));
                   });

  CLI::App& load = AddVerb(noun, "load", "How much was run, by week",
                           "running load patients/amelie/cases/01k --weeks 12");
  auto loading = std::make_shared<v1::GetRunningLoadRequest>();
  auto weeks = std::make_shared<int>(0);
  load.add_option("case", *loading->mutable_parent(), "Which case")->required();
  load.add_option("--weeks", *weeks, "How many, 1-52; left out: 8");
  Does<v1::GetRunningLoadRequest>(load, context, loading,
                                  [weeks](const Context& c, const client::Client& client,
                                          const v1::GetRunningLoadRequest& o) -> absl::Status {
                                    v1::GetRunningLoadRequest request = o;
                                    request.set_weeks(*weeks);
                                    MIDSTANCE_ASSIGN_OR_RETURN(
                                        const auto answer,
                                        client.Call(&RunningStub::GetRunningLoad, request));
                                    for (const auto& warning : answer.warnings())
                                      c.talk() << warning << "\n";
                                    return c.ShowAll(LoadWeekColumns(), answer.weeks());
                                  });
}

}  // namespace

void AddRunning(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "running", "The way back to running");
  AddStages(noun, context);
  AddEntry(noun, context);
  AddStart(noun, context);
  AddReads(noun, context);
  AddChanges(noun, context);
  AddLoads(noun, context);
}

}  // namespace midstance::cli
