#include <cstdio>
#include <optional>
#include <vector>

#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/chart_style.h"
#include "clients/cli/commands/command.h"
#include "clients/core/change.h"
#include "midstance/v1/progress_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using ProgressStub = v1::ProgressService::Stub;

// One line of a table of adherence: an exercise, a week, or all of it.
struct Line {
  std::string what;
  v1::AdherenceCount count;
};

std::string OneDecimal(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", number);
  return text;
}

Columns<Line> LineColumns() {
  return {
      {"WHAT", [](const auto& l) { return l.what; }},
      {"DONE", [](const auto& l) { return OneDecimal(l.count.done()); }, Fit::kRight},
      {"PRESCRIBED", [](const auto& l) { return OneDecimal(l.count.prescribed()); }, Fit::kRight},
      {"PERCENT",
       [](const auto& l) { return l.count.has_percent() ? OneDecimal(l.count.percent()) : ""; },
       Fit::kRight},
      {"PERCENT OF TOLD",
       [](const auto& l) {
         return l.count.has_percent_of_told() ? OneDecimal(l.count.percent_of_told()) : "";
       },
       Fit::kRight},
  };
}

std::vector<Line> LinesOf(const v1::Adherence& adherence) {
  std::vector<Line> lines;
  for (const auto& exercise : adherence.exercises()) {
    const std::string side = client::Word(exercise.side());
    lines.push_back({exercise.exercise() + (side.empty() ? "" : " " + side), exercise.count()});
  }
  for (const auto& week : adherence.weeks()) {
    lines.push_back({week.first_date() + " to " + week.last_date(), week.count()});
  }
  lines.push_back({"all", adherence.overall()});
  return lines;
}

void Say(const Context& context, const v1::Adherence& adherence) {
  for (const auto& sentence : adherence.sentences()) context.talk() << sentence << '\n';
}

// A week in which nothing was asked for has no percentage, which is not a low one.
void DrawWeeks(const Context& context, const v1::Adherence& adherence) {
  constexpr int kFewest = 2;
  constexpr double kWhole = 100;
  if (adherence.weeks_size() < kFewest) return;
  std::vector<std::optional<double>> percents;
  for (const auto& week : adherence.weeks()) {
    percents.push_back(week.count().has_percent() ? std::optional(week.count().percent())
                                                  : std::nullopt);
  }
  context.data() << "\nby week, 0 to 100 %  "
                 << Sparkline(percents, 0, kWhole, ChartStyleOfStdout().ascii) << '\n';
}

struct AdherenceOptions {
  std::string name;
  std::string from;
  std::string until;
};

absl::Status ShowAdherence(const Context& context, const client::Client& client,
                           const AdherenceOptions& options) {
  v1::GetAdherenceRequest request;
  request.set_name(options.name);
  request.set_first_date(options.from);
  request.set_last_date(options.until);
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Adherence adherence,
                             client.Call(&ProgressStub::GetAdherence, request));
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(adherence);
    return absl::OkStatus();
  }
  Say(context, adherence);
  context.Print(MakeGrid(LineColumns(), LinesOf(adherence)));
  if (context.output_format() == Format::kTable) DrawWeeks(context, adherence);
  return absl::OkStatus();
}

absl::Status ShowProgress(const Context& context, const client::Client& client,
                          const NameOption& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Progress progress,
                             client.Call(&ProgressStub::GetProgress,
                                         client::ByName<v1::GetProgressRequest>(options.name)));
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(progress);
    return absl::OkStatus();
  }
  Say(context, progress.adherence());
  for (const auto& change : progress.changes()) {
    if (!change.sentence().empty()) context.talk() << change.sentence() << ".\n";
  }
  const Columns<v1::Progress> columns = {
      {"VERDICT", [](const auto& p) { return client::Word(p.verdict()); }},
      {"BECAUSE", [](const auto& p) { return p.because(); }},
      {"CASE", [](const auto& p) { return p.case_(); }},
  };
  return context.Show(columns, progress);
}

}  // namespace

void AddProgress(CLI::App& app, Context& context) {
  CLI::App& adherence =
      AddVerb(app, "adherence", "What was done of the home program, and what is not known",
              "adherence patients/amelie/cases/01k\n"
              "adherence patients/amelie/cases/01k --from 2026-11-01 --until 2026-11-14");
  auto options = std::make_shared<AdherenceOptions>();
  AddName(adherence, options->name, "case");
  adherence.add_option("--from", options->from, "First day; left out: 28 days");
  adherence.add_option("--until", options->until, "Last day; left out: until now");
  Does<AdherenceOptions>(adherence, context, options, ShowAdherence);

  CLI::App& progress =
      AddVerb(app, "progress", "Whether the program was not done, or does not work, or works",
              "progress patients/amelie/cases/01k");
  auto name = std::make_shared<NameOption>();
  AddName(progress, name->name, "case");
  Does<NameOption>(progress, context, name, ShowProgress);
}

}  // namespace midstance::cli
