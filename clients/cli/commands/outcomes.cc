#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/form_answers.h"
#include "clients/core/change.h"
#include "midstance/v1/outcome_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using OutcomeStub = v1::OutcomeService::Stub;

struct FillOptions {
  std::string name;  // of the case, or of the record to replace
  v1::OutcomeScore record;
  std::string side;
  std::string at;
  std::string reason;
  std::vector<std::string> answers;
  std::vector<std::string> activities;
};

absl::StatusOr<v1::OutcomeScore> Filled(const FillOptions& options) {
  v1::OutcomeScore record = options.record;
  record.set_measure(MeasureName(record.measure()));
  if (!options.side.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto side, client::ParseWord<v1::Side>(options.side));
    record.set_side(side);
  }
  if (!options.at.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*record.mutable_occurred_time(), client::ParseTime(options.at));
  }
  MIDSTANCE_ASSIGN_OR_RETURN(*record.mutable_answers(),
                             ParseForm(options.answers, options.activities));
  return record;
}

absl::Status ShowScored(const Context& context, const absl::StatusOr<v1::OutcomeScore>& record) {
  if (record.ok()) {
    for (const auto& score : record->scores()) {
      if (score.has_score()) continue;
      context.talk() << score.subscale() << " has no score: " << score.because() << '\n';
    }
  }
  return context.Show(OutcomeScoreColumns(), record);
}

absl::Status RecordOutcome(const Context& context, const client::Client& client,
                           const FillOptions& options) {
  v1::RecordOutcomeScoreRequest request;
  request.set_parent(options.name);
  MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_outcome_score(), Filled(options));
  return ShowScored(context, client.Call(&OutcomeStub::RecordOutcomeScore, request));
}

absl::Status Amend(const Context& context, const client::Client& client,
                   const FillOptions& options) {
  v1::AmendOutcomeScoreRequest request;
  request.set_reason(options.reason);
  MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_outcome_score(), Filled(options));
  return ShowScored(
      context, client::Change(client, &OutcomeStub::GetOutcomeScore,
                              &OutcomeStub::AmendOutcomeScore, options.name, std::move(request)));
}

std::shared_ptr<FillOptions> AddFilling(CLI::App& verb) {
  auto options = std::make_shared<FillOptions>();
  auto& record = options->record;
  verb.add_option("--measure", *record.mutable_measure(), "Which measure, e.g. lefs")->required();
  AddFormOptions(verb, options->answers, options->activities);
  verb.add_option("--side", options->side, "Which side it was asked of")
      ->check(OneOf({"left", "right", "bilateral", "not-told"}));
  verb.add_option("--variant", *record.mutable_variant(), "Which variant, e.g. worst");
  verb.add_option("--period", *record.mutable_period(), "What it looks back over, e.g. 24h");
  verb.add_option("--form-version", *record.mutable_version(), "Version of the form");
  verb.add_option("--language", *record.mutable_language(), "Language of the form, e.g. de");
  verb.add_option("--at", options->at, "When it was filled in (UTC); left out: now");
  return options;
}

void AddRecordOutcome(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(
      noun, "record", "Keep a measure that was filled in, with its score",
      "outcomes record patients/amelie/cases/01k --measure uwri --answers 3,2,2,2,3,1,1,2,2\n"
      "outcomes record patients/amelie/cases/01k --measure hagos --side left \\\n"
      "    --answers pain=1,2,0,1,2,1,3,-,1,1 --answers pa=3,4\n"
      "outcomes record patients/amelie/cases/01k --measure psfs --answers 2,5,6 \\\n"
      "    --activity stairs --activity 'sitting an hour' --activity hills");
  const auto options = AddFilling(verb);
  verb.add_option("case", options->name, "In which case")->required();
  Does<FillOptions>(verb, context, options, RecordOutcome);
}

void AddCorrections(CLI::App& noun, Context& context) {
  CLI::App& amend =
      AddVerb(noun, "amend", "Replace a record; the old one stays readable",
              "outcomes amend patients/amelie/cases/01k/outcomeScores/01m --measure uwri \\\n"
              "    --answers 3,2,2,2,3,1,1,2,3 --reason 'Last answer mistyped'");
  const auto options = AddFilling(amend);
  AddName(amend, options->name, "record");
  amend.add_option("--reason", options->reason, "Why")->required();
  Does<FillOptions>(amend, context, options, Amend);

  CLI::App& retract = AddVerb(noun, "retract", "Take a record back as never true",
                              "outcomes retract patients/amelie/cases/01k/outcomeScores/01m \\\n"
                              "    --reason 'Wrong patient'");
  auto request = std::make_shared<v1::RetractOutcomeScoreRequest>();
  AddName(retract, *request->mutable_name(), "record");
  retract.add_option("--reason", *request->mutable_reason(), "Why")->required();
  Does<v1::RetractOutcomeScoreRequest>(
      retract, context, request,
      [](const Context& c, const client::Client& client,
         const v1::RetractOutcomeScoreRequest& given) {
        return c.Show(OutcomeScoreColumns(),
                      client::Change(client, &OutcomeStub::GetOutcomeScore,
                                     &OutcomeStub::RetractOutcomeScore, given.name(), given));
      });
}

struct CompareOptions {
  v1::CompareOutcomeScoresRequest request;
  bool percent = false;
};

absl::Status Compare(const Context& context, const client::Client& client,
                     const CompareOptions& options) {
  v1::CompareOutcomeScoresRequest request = options.request;
  request.set_measure(MeasureName(request.measure()));
  request.set_basis(options.percent ? v1::CHANGE_BASIS_PERCENT : v1::CHANGE_BASIS_POINTS);
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::CompareOutcomeScoresResponse reply,
                             client.Call(&OutcomeStub::CompareOutcomeScores, request));
  return context.ShowAll(OutcomeTrendColumns(), reply.trends());
}

void AddCompare(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "compare", "What changed since the first score, and what did not",
                           "outcomes compare patients/amelie/cases/01k\n"
                           "outcomes compare patients/amelie/cases/01k --measure nprs --percent");
  auto options = std::make_shared<CompareOptions>();
  verb.add_option("case", *options->request.mutable_name(), "Of which case")->required();
  verb.add_option("--measure", *options->request.mutable_measure(), "Only this measure");
  verb.add_flag("--percent", options->percent,
                "Count the smallest important change in percent where the measure has that");
  Does<CompareOptions>(verb, context, options, Compare);
}

}  // namespace

void AddOutcomes(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "outcomes", "Outcome measures that patients filled in");

  CLI::App& list = AddVerb(noun, "list", "List filled-in measures, the latest first",
                           "outcomes list patients/amelie/cases/01k\n"
                           "outcomes list patients/- --filter 'measure = \"measures/lefs\"'");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "patients/-",
                 {.filter = "measure, side, state, occurred_time, create_time",
                  .example = "side = SIDE_LEFT",
                  .order = "occurred_time, create_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      v1::ListOutcomeScoresRequest request;
                      request.set_parent(CaseParent(o.parent));
                      return ShowList(c, client, &OutcomeStub::ListOutcomeScores,
                                      &v1::ListOutcomeScoresResponse::outcome_scores, request, o,
                                      OutcomeScoreColumns());
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one filled-in measure",
                           "outcomes show patients/amelie/cases/01k/outcomeScores/01m");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "record");
  Does<NameOption>(show, context, name,
                   [](const Context& c, const client::Client& client, const NameOption& o) {
                     return c.Show(OutcomeScoreColumns(),
                                   client.Call(&OutcomeStub::GetOutcomeScore,
                                               client::ByName<v1::GetOutcomeScoreRequest>(o.name)));
                   });
  AddRecordOutcome(noun, context);
  AddCompare(noun, context);
  AddCorrections(noun, context);
}

}  // namespace midstance::cli
