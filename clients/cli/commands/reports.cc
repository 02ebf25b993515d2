#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>

#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/chart_style.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/commands/report_document.h"
#include "clients/cli/following.h"
#include "clients/cli/output/report_rows.h"
#include "midstance/v1/report_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using ReportStub = v1::ReportService::Stub;

Columns<v1::ReportDefinition> DefinitionColumns() {
  return {{"REPORT", [](const auto& d) { return d.report(); }},
          {"TITLE", [](const auto& d) { return d.title(); }},
          {"WHAT IT COUNTS", [](const auto& d) { return d.definition(); }, Fit::kMayShorten}};
}

// The chart is of all rows, also where the table shows the first ones.
void ShowReport(const Context& context, const ReportOptions& options,
                const v1::ReportDefinition& definition, const ReportRows& rows) {
  switch (context.output_format()) {
    case Format::kJson:
      context.data() << ReportJson(definition, rows);
      return;
    case Format::kCsv:
      // A spreadsheet takes an empty cell for no number, and a dash for words.
      context.Print(ReportGrid(definition, rows, ""));
      return;
    case Format::kTable:
      break;
  }
  context.talk() << definition.title() << ": " << definition.definition() << '\n';
  if (rows.empty()) context.talk() << "nothing to count was found\n";
  const std::size_t shown = std::min(rows.size(), static_cast<std::size_t>(options.limit));
  if (shown < rows.size()) {
    context.talk() << "the first " << shown << " of " << rows.size() << "; --limit shows more\n";
  }
  context.Print(ReportGrid(definition,
                           {rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(shown)}, "-"));
  if (!options.chart) return;
  const std::string chart = ReportChart(definition, rows, ChartStyleOfStdout());
  if (!chart.empty()) context.data() << '\n' << chart;
}

// What is asked about rows, a document does not answer.
absl::Status FitsADocument(const Context& context, const ReportOptions& options) {
  if (context.tells_found) {
    return absl::InvalidArgumentError("--exit-code tells of rows; leave out --output and --format");
  }
  if (context.interrupts != nullptr) {
    return absl::InvalidArgumentError("--watch shows rows; leave out --output and --format");
  }
  if (options.document.empty() && context.output_format() != Format::kTable) {
    return absl::InvalidArgumentError(
        "--output writes a document, --format html or pdf; rows go to standard output");
  }
  return absl::OkStatus();
}

absl::Status RunReport(const Context& context, const client::Client& client,
                       const ReportOptions& options) {
  if (AsksForDocument(options)) {
    MIDSTANCE_RETURN_IF_ERROR(FitsADocument(context, options));
    return WriteReport(context, client, options);
  }
  MIDSTANCE_ASSIGN_OR_RETURN(v1::RunReportRequest request, ReportRequest(options));
  v1::ReportDefinition definition;
  ReportRows rows;
  // A chart and a file are of everything; the server says how much of it a page has.
  const int most = context.limited ? options.limit : std::numeric_limits<int>::max();
  std::optional<ProgressLine> progress(std::in_place, context, "fetching");
  do {
    request.set_page_size(most - static_cast<int>(rows.size()));
    MIDSTANCE_ASSIGN_OR_RETURN(v1::RunReportResponse page,
                               client.Call(&ReportStub::RunReport, request));
    rows.insert(rows.end(), page.rows().begin(), page.rows().end());
    request.set_page_token(page.next_page_token());
    definition = std::move(*page.mutable_definition());
    if (!request.page_token().empty()) progress->Tell(static_cast<std::int64_t>(rows.size()), 0);
  } while (!request.page_token().empty() && static_cast<int>(rows.size()) < most);
  progress.reset();
  context.NoteFound(!rows.empty());
  if (!request.page_token().empty()) {
    context.talk() << "the first " << rows.size() << "; --limit shows more\n";
  }
  ShowReport(context, options, definition, rows);
  return absl::OkStatus();
}

}  // namespace

void AddReports(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "reports", "What the clinic did and what waits");

  CLI::App& list = AddVerb(noun, "list", "List the reports that there are", "reports list");
  auto all = std::make_shared<ListOptions>();
  AddLimit(list, all->limit);
  Does<ListOptions>(
      list, context, all,
      [](const Context& c, const client::Client& client, const ListOptions& o) -> absl::Status {
        return ShowFetched(
            c, DefinitionColumns(),
            FetchAll(client, &ReportStub::ListReports, &v1::ListReportsResponse::reports,
                     v1::ListReportsRequest(), o.limit));
      });

  CLI::App& run = AddVerb(noun, "run", "Run a report",
                          "reports run caseload\n"
                          "reports run escalations --period last-month --output october.pdf\n"
                          "reports run escalations --from 2026-10-01 --to 2026-11-01 --format csv\n"
                          "reports run overdue --exit-code");
  auto options = std::make_shared<ReportOptions>();
  run.add_option("report", options->report, "which one; reports list tells")->required();
  run.add_option("--clinician", options->clinician, "only patients of users/{user}");
  run.add_option("--from", options->from, "first moment of the period, UTC");
  run.add_option("--to", options->to, "first moment after the period, UTC");
  run.add_option("--period", options->period,
                 "instead, in days of the clinic: this- or last-week, -month, -quarter or -year");
  run.add_option_function<std::string>(
         "--format",
         [&context, options](const std::string& format) {
           const bool document = format == "html" || format == "pdf";
           (document ? options->document : context.format) = format;
         },
         "table, csv or json of the rows; html or pdf: a document with chart and definitions")
      ->check(CLI::IsMember({"table", "csv", "json", "html", "pdf"}));
  CLI::Option* output = run.add_option(
      "--output", options->output,
      "File for a document; without --format its name ends in .html or .pdf. Left out: "
      "standard output");
  run.add_flag("--chart,!--no-chart", options->chart, "Draw a chart below the table; as usual");
  AddLimit(run, options->limit);
  run.get_option("--limit")
      ->description(
          "At most so many rows; left out, the table shows 50 and all else is of all rows")
      ->default_str("");
  AddFollowing(run, context);
  for (const char* const of_rows : {"--exit-code", "--watch"}) {
    output->excludes(run.get_option(of_rows));
  }
  Does<ReportOptions>(run, context, options,
                      [](const Context& c, const client::Client& client, const ReportOptions& o) {
                        const Followed followed{.parent = "patients/-", .types = {}};
                        return ShowAndFollow(c, client, followed, [&](const Context& shown) {
                          return RunReport(shown, client, o);
                        });
                      });
}

}  // namespace midstance::cli
