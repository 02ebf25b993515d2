#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/commands/all.h"
#include "clients/cli/commands/changed_rules.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/output/tuned.h"
#include "clients/cli/progress_line.h"
#include "clients/core/grpc_errors.h"
#include "midstance/v1/rule_set_service.grpc.pb.h"

namespace midstance::cli {
namespace {

constexpr Duration kTuningDeadline = std::chrono::minutes(59);

struct TuneOptions {
  v1::TuneRuleRequest request;
  std::vector<double> values;
};

void ShowTuned(const Context& context, const Tuned& tuned) {
  if (context.output_format() == Format::kJson) {
    context.data() << TunedJson(tuned);
    return;
  }
  if (tuned.values.empty()) {
    context.Print(MakeGrid(NumberColumns(), tuned.numbers));
    context.talk() << "Choose one with --number.\n";
    return;
  }
  context.Print(MakeGrid(TunedColumns(), tuned.values));
  // A CSV file holds nothing but the rows.
  const bool is_table = context.output_format() == Format::kTable;
  if (is_table) context.data() << '\n';
  (is_table ? context.data() : context.talk()) << TunedText(tuned);
}

absl::Status Tune(const Context& context, const client::Client& client,
                  const TuneOptions& options) {
  v1::TuneRuleRequest request = options.request;
  request.mutable_values()->Add(options.values.begin(), options.values.end());
  v1::RuleSetService::Stub stub(client.channel());
  grpc::ClientContext call;
  client.Prepare(call, kTuningDeadline);
  const auto reader = stub.TuneRule(&call, request);
  Tuned tuned;
  std::optional<ProgressLine> progress(std::in_place, context, "trying on patients");
  v1::TuneRuleResponse message;
  while (reader->Read(&message)) {
    if (message.has_numbers()) {
      tuned.numbers.assign(message.numbers().numbers().begin(), message.numbers().numbers().end());
    } else if (message.has_progress()) {
      progress->Tell(message.progress().patients_done(), message.progress().patients_total());
    } else if (message.has_value()) {
      tuned.values.push_back(std::move(*message.mutable_value()));
    }
  }
  const absl::Status ended = client::FromGrpc(reader->Finish());
  progress.reset();
  MIDSTANCE_RETURN_IF_ERROR(ended);
  ShowTuned(context, tuned);
  return absl::OkStatus();
}

}  // namespace

void AddTune(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(
      noun, "tune",
      "What another number in a rule would cost and save: the clinic's whole history with each "
      "value, flags and minutes beside what would be missed. Changes nothing",
      "rules tune swelling-persistent\n"
      "rules tune swelling-persistent --number 'when.any_of[0].run.span.days'\n"
      "rules tune swelling-persistent --number 'when.any_of[0].run.span.days' --values 5,7,10,14");
  auto options = std::make_shared<TuneOptions>();
  options->request.set_name(std::string(kRuleSet));
  verb.add_option("rule", *options->request.mutable_rule(), "Which rule")->required();
  verb.add_option("--number", *options->request.mutable_number(),
                  "Which of its numbers; left out: lists them");
  verb.add_option("--values", options->values, "What to try; left out: some around the present one")
      ->delimiter(',');
  verb.add_option("--rule-set", *options->request.mutable_name(), "Of which rule set")
      ->capture_default_str();
  Does<TuneOptions>(verb, context, options, Tune);
}

}  // namespace midstance::cli
