#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "clients/cli/commands/all.h"
#include "clients/cli/commands/changed_rules.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/output/back_tested.h"
#include "clients/cli/progress_line.h"
#include "clients/core/grpc_errors.h"
#include "midstance/v1/rule_set_service.grpc.pb.h"

namespace midstance::cli {
namespace {

constexpr Duration kBackTestDeadline = std::chrono::minutes(59);

struct BackTestOptions {
  RuleFiles changed;
  std::string revision;
  std::string since;
};

absl::StatusOr<v1::BackTestRuleSetRequest> RequestOf(const Context& context,
                                                     const BackTestOptions& options) {
  v1::BackTestRuleSetRequest request;
  request.set_name(options.changed.rule_set);
  MIDSTANCE_RETURN_IF_ERROR(ReadRuleFiles(context, options.changed, request));
  request.set_revision(options.revision);
  if (!options.since.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_since(), client::ParseTime(options.since));
  }
  return request;
}

absl::Status RunBackTest(const Context& context, const client::Client& client,
                         const BackTestOptions& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto request, RequestOf(context, options));
  v1::RuleSetService::Stub stub(client.channel());
  grpc::ClientContext call;
  client.Prepare(call, kBackTestDeadline);
  const auto reader = stub.BackTestRuleSet(&call, request);
  BackTested tested;
  std::optional<ProgressLine> progress(std::in_place, context, "trying on patients");
  v1::BackTestRuleSetResponse message;
  while (reader->Read(&message)) {
    if (message.has_progress()) {
      progress->Tell(message.progress().patients_done(), message.progress().patients_total());
    } else if (message.has_difference()) {
      tested.differences.push_back(std::move(*message.mutable_difference()));
    } else if (message.has_summary()) {
      tested.summary = std::move(*message.mutable_summary());
    }
  }
  const absl::Status ended = client::FromGrpc(reader->Finish());
  progress.reset();
  if (ReasonOf(ended) == v1::ERROR_REASON_RULE_SET_INVALID) NameRuleFiles(context, options.changed);
  MIDSTANCE_RETURN_IF_ERROR(ended);
  WorstFirst(tested);
  if (context.output_format() == Format::kJson) {
    context.data() << BackTestedJson(tested);
  } else {
    context.Print(MakeGrid(DifferenceColumns(), tested.differences));
    // A CSV file holds nothing but the rows.
    const bool is_table = context.output_format() == Format::kTable;
    if (is_table && !tested.differences.empty()) context.data() << '\n';
    (is_table ? context.data() : context.talk()) << SummaryText(tested.summary);
  }
  if (tested.summary.lost_confirmed() == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "the changed rules lose " + std::to_string(tested.summary.lost_confirmed()) +
      (tested.summary.lost_confirmed() == 1 ? " alarm that was" : " alarms that were") +
      " confirmed");
}

}  // namespace

void AddBackTest(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(
      noun, "backtest",
      "What changed rules would have raised over the clinic's whole history, beside the "
      "active ones. Ends with 1 when an alarm is lost that a person or a doctor confirmed: one "
      "that is not raised, or only for the therapist to watch",
      "rules backtest night_pain.textproto\n"
      "rules backtest swelling.textproto --since 2026-01-01\n"
      "rules backtest --without worsening-trend --format json\n"
      "rules backtest --revision REVISION");
  auto options = std::make_shared<BackTestOptions>();
  AddRuleFiles(verb, options->changed);
  verb.add_option("--revision", options->revision,
                  "A revision in place of files: what it finds is kept for its activation");
  verb.add_option("--since", options->since, "Only alarms raised from this time on");
  Does<BackTestOptions>(verb, context, options, RunBackTest);
}

}  // namespace midstance::cli
