#include <algorithm>

#include "clients/cli/columns/columns.h"
#include "clients/cli/columns/words.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/form_answers.h"
#include "clients/core/change.h"
#include "midstance/v1/outcome_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using OutcomeStub = v1::OutcomeService::Stub;
using Subscale = v1::Measure::Subscale;
using Threshold = v1::Measure::Threshold;

std::string PointsOf(const v1::Measure& measure, const Subscale& subscale, Threshold::Kind kind) {
  for (const auto& threshold : measure.thresholds()) {
    const auto& ids = threshold.subscales();
    const bool meant = ids.empty() || std::find(ids.begin(), ids.end(), subscale.id()) != ids.end();
    if (threshold.kind() == kind && meant && !threshold.each_item()) {
      return DecimalWord(threshold.points());
    }
  }
  return "";
}

Columns<Subscale> SubscaleColumns(const v1::Measure& measure) {
  return {
      {"SUBSCALE", [](const auto& s) { return s.id(); }},
      {"ITEMS",
       [](const auto& s) {
         const std::string most = s.most_items() == 0 ? "" : "-" + std::to_string(s.most_items());
         return std::to_string(s.items()) + most;
       },
       Fit::kRight},
      {"NEEDED",
       [](const auto& s) {
         return s.min_answered() == 0 ? "all" : std::to_string(s.min_answered());
       },
       Fit::kRight},
      {"SCORE",
       [](const auto& s) { return DecimalWord(s.least()) + ".." + DecimalWord(s.most()); }},
      {"ERROR", [measure](const auto& s) { return PointsOf(measure, s, Threshold::KIND_MDC); },
       Fit::kRight},
      {"IMPORTANT", [measure](const auto& s) { return PointsOf(measure, s, Threshold::KIND_MCID); },
       Fit::kRight},
      {"SOURCE", [](const auto& s) { return s.source(); }, Fit::kMayShorten},
  };
}

struct ScoreOptions {
  v1::ScoreMeasureRequest request;
  std::vector<std::string> answers;
  std::vector<std::string> activities;
};

absl::Status Score(const Context& context, const client::Client& client,
                   const ScoreOptions& options) {
  v1::ScoreMeasureRequest request = options.request;
  request.set_name(MeasureName(request.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_answers(),
                             ParseForm(options.answers, options.activities));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::ScoreMeasureResponse reply,
                             client.Call(&OutcomeStub::ScoreMeasure, request));
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(reply);
    return absl::OkStatus();
  }
  return context.ShowAll(SubscaleScoreColumns(), reply.scores());
}

void AddScore(CLI::App& noun, Context& context) {
  CLI::App& verb = AddVerb(noun, "score", "Score answers; nothing is kept",
                           "measures score tsk-11 --answers 2,3,2,3,2,2,3,2,3,2,2\n"
                           "measures score hagos --answers pain=1,2,0,1,2,1,3,-,1,1 \\\n"
                           "    --answers qol=2,3,2,3,2\n"
                           "measures score nprs --variant worst --answers 6");
  auto options = std::make_shared<ScoreOptions>();
  AddName(verb, *options->request.mutable_name(), "measure");
  AddFormOptions(verb, options->answers, options->activities);
  verb.add_option("--variant", *options->request.mutable_variant(), "Which variant, e.g. worst");
  verb.add_option("--form-version", *options->request.mutable_version(), "Version of the form");
  Does<ScoreOptions>(verb, context, options, Score);
}

}  // namespace

void AddMeasures(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "measures", "Outcome measures that can be scored");

  CLI::App& list = AddVerb(noun, "list", "List the measures", "measures list");
  auto options = std::make_shared<ListOptions>();
  AddLimit(list, options->limit);
  Does<ListOptions>(
      list, context, options,
      [](const Context& c, const client::Client& client, const ListOptions& o) -> absl::Status {
        return ShowFetched(
            c, MeasureColumns(),
            FetchAll(client, &OutcomeStub::ListMeasures, &v1::ListMeasuresResponse::measures,
                     v1::ListMeasuresRequest(), o.limit));
      });

  CLI::App& show = AddVerb(noun, "show", "The subscales of a measure; --format json has all of it",
                           "measures show lefs\nmeasures show measures/hagos --format json");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "measure");
  Does<NameOption>(
      show, context, name,
      [](const Context& c, const client::Client& client, const NameOption& o) -> absl::Status {
        MIDSTANCE_ASSIGN_OR_RETURN(
            const v1::Measure found,
            client.Call(&OutcomeStub::GetMeasure,
                        client::ByName<v1::GetMeasureRequest>(MeasureName(o.name))));
        if (c.output_format() == Format::kJson) return c.Show(MeasureColumns(), found);
        if (c.output_format() == Format::kTable) {
          c.talk() << found.title() << ". " << found.use() << '\n' << found.missing_rule() << '\n';
        }
        return c.ShowAll(SubscaleColumns(found), found.subscales());
      });
  AddScore(noun, context);
}

}  // namespace midstance::cli
