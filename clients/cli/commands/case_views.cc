#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/output/trace.h"
#include "midstance/v1/case_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using CaseStub = v1::CaseService::Stub;

struct TimelineOptions {
  std::string known;
  std::string name;
  int limit = 50;
};

absl::Status Timeline(const Context& context, const client::Client& client,
                      const TimelineOptions& options) {
  v1::ListTimelineEntriesRequest request;
  request.set_parent(options.name);
  if (!options.known.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_known_time(), client::ParseTime(options.known));
  }
  return ShowFetched(
      context, TimelineColumns(),
      FetchAll(client, &CaseStub::ListTimelineEntries,
               &v1::ListTimelineEntriesResponse::timeline_entries, request, options.limit));
}

struct ExplainOptions {
  std::string name;
  std::string at;
  bool all = false;
};

absl::Status Explain(const Context& context, const client::Client& client,
                     const ExplainOptions& options) {
  v1::EvaluateCaseRequest request;
  request.set_name(options.name);
  request.set_explain_all(options.all);
  if (!options.at.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_as_of(), client::ParseTime(options.at));
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::EvaluateCaseResponse reply,
                             client.Call(&CaseStub::EvaluateCase, request));
  if (context.output_format() == Format::kTable) {
    context.data() << FormatExplanation(reply);
    return absl::OkStatus();
  }
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(reply);
    return absl::OkStatus();
  }
  return context.ShowAll(RuleResultColumns(), reply.evaluation().results());
}

}  // namespace

void AddCaseViews(CLI::App& app, Context& context) {
  CLI::App& timeline = AddVerb(app, "timeline", "What happened in a case, newest first",
                               "timeline patients/amelie/cases/01k\n"
                               "timeline patients/amelie/cases/01k --known 2026-11-18T07:00");
  auto timeline_options = std::make_shared<TimelineOptions>();
  AddName(timeline, timeline_options->name, "case");
  AddLimit(timeline, timeline_options->limit);
  timeline.add_option("--known", timeline_options->known,
                      "As it was known at this time (UTC); left out: now");
  Does<TimelineOptions>(timeline, context, timeline_options, Timeline);

  CLI::App& explain = AddVerb(app, "explain", "What the rules say about a case, and why",
                              "explain patients/amelie/cases/01k\n"
                              "explain patients/amelie/cases/01k --all --at 2026-11-18T07:00");
  auto explain_options = std::make_shared<ExplainOptions>();
  AddName(explain, explain_options->name, "case");
  explain.add_option("--at", explain_options->at, "The time to look from (UTC); left out: now");
  explain.add_flag("--all", explain_options->all, "Also the rules that do not hold, and why not");
  Does<ExplainOptions>(explain, context, explain_options, Explain);
}

}  // namespace midstance::cli
