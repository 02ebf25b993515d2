#include <string>
#include <utility>
#include <vector>

#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "clients/core/words.h"
#include "midstance/v1/case_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using CaseStub = v1::CaseService::Stub;
using client::Word;

// One line of a check: a document or date, a criterion of the discharge, or a proposed move.
struct CareLine {
  std::string kind;
  std::string what;
  std::string standing;
  std::string due;
  std::string because;
  std::string source;
};

Columns<CareLine> CareColumns() {
  return {
      {"KIND", [](const auto& l) { return l.kind; }},
      {"WHAT", [](const auto& l) { return l.what; }},
      {"STANDING", [](const auto& l) { return l.standing; }},
      {"DUE", [](const auto& l) { return l.due; }},
      {"BECAUSE", [](const auto& l) { return l.because; }, Fit::kMayShorten},
      {"SOURCE", [](const auto& l) { return l.source; }, Fit::kDetail},
  };
}

std::vector<CareLine> CareLinesOf(const v1::CheckCaseResponse& found) {
  std::vector<CareLine> lines;
  lines.reserve(static_cast<std::size_t>(found.items_size() + found.criteria_size() +
                                         found.proposals_size()));
  for (const auto& item : found.items()) {
    lines.push_back(
        {"owed", item.rule(), Word(item.status()), item.due_date(), item.because(), item.source()});
  }
  for (const auto& criterion : found.criteria()) {
    lines.push_back({criterion.enough_alone() ? "discharge, enough alone" : "discharge",
                     criterion.rule(), Word(criterion.verdict()), "", criterion.because(),
                     criterion.source()});
  }
  for (const auto& proposal : found.proposals()) {
    lines.push_back(
        {"proposed", proposal.method(), Word(proposal.to()), "", proposal.because(), ""});
  }
  return lines;
}

absl::Status CheckCase(const Context& context, const client::Client& client,
                       const NameOption& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::CheckCaseResponse reply,
      client.Call(&CaseStub::CheckCase, client::ByName<v1::CheckCaseRequest>(options.name)));
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(reply);
    return absl::OkStatus();
  }
  if (context.output_format() == Format::kTable) {
    context.talk() << "on " << reply.check_date()
                   << " the criteria of a discharge are: " << Word(reply.discharge()) << '\n';
  }
  context.Print(MakeGrid(CareColumns(), CareLinesOf(reply)));
  return absl::OkStatus();
}

absl::Status Summary(const Context& context, const client::Client& client,
                     const NameOption& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::RenderCaseSummaryResponse reply,
      client.Call(&CaseStub::RenderCaseSummary,
                  client::ByName<v1::RenderCaseSummaryRequest>(options.name)));
  context.data() << (context.output_format() == Format::kJson ? FormatJson(reply) : reply.text());
  return absl::OkStatus();
}

// Reads the case, lets `change` change it, and writes what it named.
template <class Change>
absl::Status UpdateWith(const Context& context, const client::Client& client,
                        const std::string& name, const Change& change) {
  v1::UpdateCaseRequest request;
  MIDSTANCE_ASSIGN_OR_RETURN(
      *request.mutable_case_(),
      client.Call(&CaseStub::GetCase, client::ByName<v1::GetCaseRequest>(name)));
  MIDSTANCE_RETURN_IF_ERROR(change(*request.mutable_case_(), *request.mutable_update_mask()));
  return context.Show(CaseColumns(), client.Call(&CaseStub::UpdateCase, request));
}

struct GoalOptions {
  std::string name;
  std::string add;
  std::string by;
  std::string on;
  int met = 0;
  int drop = 0;
};

absl::Status ChangeGoals(const GoalOptions& options, v1::Case& of) {
  auto& goals = *of.mutable_goals();
  const int number = options.met + options.drop;
  if (number > goals.size()) {
    return absl::InvalidArgumentError("the case has " + std::to_string(goals.size()) + " goals");
  }
  if (options.met > 0) {
    goals[number - 1].set_met_date(options.on);
  } else if (options.drop > 0) {
    goals.DeleteSubrange(number - 1, 1);
  } else {
    auto& goal = *goals.Add();
    goal.set_text(options.add);
    goal.set_target_date(options.by);
  }
  return absl::OkStatus();
}

void AddGoal(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "goal", "Add, reach or drop a goal of the patient",
              "cases goal patients/amelie/cases/01k --add 'Run 10 km' --by 2026-12-24\n"
              "cases goal patients/amelie/cases/01k --met 1 --on 2026-11-20\n"
              "cases goal patients/amelie/cases/01k --drop 1");
  auto options = std::make_shared<GoalOptions>();
  AddName(verb, options->name, "case");
  auto* const which = verb.add_option_group("which");
  auto* const add = which->add_option("--add", options->add, "A new goal, in her words");
  auto* const met = which->add_option("--met", options->met, "The goal with this number is met");
  which->add_option("--drop", options->drop, "The goal with this number is dropped")
      ->check(CLI::PositiveNumber);
  met->check(CLI::PositiveNumber);
  which->require_option(1);
  verb.add_option("--by", options->by, "Until which day, YYYY-MM-DD")->needs(add);
  auto* const on = verb.add_option("--on", options->on, "On which day, YYYY-MM-DD")->needs(met);
  met->needs(on);
  Does<GoalOptions>(verb, context, options,
                    [](const Context& c, const client::Client& client, const GoalOptions& o) {
                      return UpdateWith(c, client, o.name,
                                        [&o](v1::Case& of, google::protobuf::FieldMask& mask) {
                                          mask.add_paths("goals");
                                          return ChangeGoals(o, of);
                                        });
                    });
}

struct PlanOptions {
  std::string name;
  v1::PlanOfCare plan;
  int visits = 0;
  int visits_per_week = 0;
  int weeks = 0;
  std::string alone;
};

// What was given replaces what was there.
void ChangePlan(const PlanOptions& options, v1::Case& of, google::protobuf::FieldMask& mask) {
  v1::PlanOfCare plan = options.plan;
  if (options.visits > 0) plan.set_visits(options.visits);
  if (options.visits_per_week > 0) plan.set_visits_per_week(options.visits_per_week);
  if (options.weeks > 0) plan.set_weeks(options.weeks);
  if (plan.ByteSizeLong() > 0) {
    of.mutable_plan_of_care()->MergeFrom(plan);
    mask.add_paths("plan_of_care");
  }
  if (!options.alone.empty()) {
    of.set_self_management_plan(options.alone);
    mask.add_paths("self_management_plan");
  }
}

void AddPlan(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "plan", "Write or certify the plan of care, and the plan for afterwards",
              "cases plan patients/amelie/cases/01k --impairment 'Hip flexor tightness' \\\n"
              "    --long-term-goals 'Run 10 km' --treatment 'Release, strength' \\\n"
              "    --start 2026-11-02 --visits 8 --per-week 2 --weeks 6\n"
              "cases plan patients/amelie/cases/01k --certified 2026-11-20\n"
              "cases plan patients/amelie/cases/01k --afterwards 'Strength twice a week'");
  auto options = std::make_shared<PlanOptions>();
  AddName(verb, options->name, "case");
  v1::PlanOfCare& plan = options->plan;
  verb.add_option("--impairment", *plan.mutable_impairment(), "Diagnosis or impairment");
  verb.add_option("--long-term-goals", *plan.mutable_long_term_goals(), "Long-term goals");
  verb.add_option("--treatment", *plan.mutable_treatment(), "Type of treatment");
  verb.add_option("--start", *plan.mutable_start_date(), "First day of treatment, YYYY-MM-DD");
  verb.add_option("--certified", *plan.mutable_certified_date(), "Day of the last certification");
  verb.add_option("--visits", options->visits, "Amount: visits planned");
  verb.add_option("--per-week", options->visits_per_week, "Frequency: visits a week");
  verb.add_option("--weeks", options->weeks, "Duration in weeks");
  verb.add_option("--afterwards", options->alone, "What she goes on with by herself");
  Does<PlanOptions>(verb, context, options,
                    [](const Context& c, const client::Client& client, const PlanOptions& o) {
                      return UpdateWith(c, client, o.name,
                                        [&o](v1::Case& of, google::protobuf::FieldMask& mask) {
                                          ChangePlan(o, of, mask);
                                          return absl::OkStatus();
                                        });
                    });
}

struct AccessOptions {
  std::string name;
  v1::DirectAccess access;
};

void AddAccess(CLI::App& noun, Context& context) {
  CLI::App& verb =
      AddVerb(noun, "access", "How the patient came, and whether the doctor was told",
              "cases access patients/amelie/cases/01k --referred-by 'Dr Okafor' --on 2026-11-01\n"
              "cases access patients/amelie/cases/01k --notified 2026-11-04");
  auto options = std::make_shared<AccessOptions>();
  AddName(verb, options->name, "case");
  v1::DirectAccess& access = options->access;
  verb.add_option("--referred-by", *access.mutable_referred_by(), "Doctor or service");
  verb.add_option("--on", *access.mutable_referral_date(), "Day of that referral, YYYY-MM-DD");
  verb.add_option("--notified", *access.mutable_notified_date(), "Day the doctor was told");
  Does<AccessOptions>(verb, context, options,
                      [](const Context& c, const client::Client& client, const AccessOptions& o) {
                        return UpdateWith(c, client, o.name,
                                          [&o](v1::Case& of, google::protobuf::FieldMask& mask) {
                                            of.mutable_direct_access()->MergeFrom(o.access);
                                            mask.add_paths("direct_access");
                                            return absl::OkStatus();
                                          });
                      });
}

}  // namespace

void AddCaseCare(CLI::App& cases, Context& context) {
  CLI::App& check =
      AddVerb(cases, "check", "What is due, what speaks for a discharge, what is next",
              "cases check patients/amelie/cases/01k");
  auto checked = std::make_shared<NameOption>();
  AddName(check, checked->name, "case");
  Does<NameOption>(check, context, checked, CheckCase);

  CLI::App& summary = AddVerb(cases, "summary", "The summary of the case as plain text",
                              "cases summary patients/amelie/cases/01k > summary.txt");
  auto summarized = std::make_shared<NameOption>();
  AddName(summary, summarized->name, "case");
  Does<NameOption>(summary, context, summarized, Summary);
  AddGoal(cases, context);
  AddPlan(cases, context);
  AddAccess(cases, context);
}

}  // namespace midstance::cli
