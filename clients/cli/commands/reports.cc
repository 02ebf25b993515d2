#include <google/protobuf/struct.pb.h>

#include <optional>

#include "clients/cli/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/following.h"
#include "clients/core/words.h"
#include "midstance/v1/report_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using ReportStub = v1::ReportService::Stub;

struct ReportOptions {
  std::string report;
  std::string clinician;
  std::string from;
  std::string to;
  int limit = 50;
};

Columns<v1::ReportDefinition> DefinitionColumns() {
  return {{"REPORT", [](const auto& d) { return d.report(); }},
          {"TITLE", [](const auto& d) { return d.title(); }},
          {"WHAT IT COUNTS", [](const auto& d) { return d.definition(); }, Fit::kMayShorten}};
}

// `none`: what stands where there is no value.
std::string CellText(const v1::ReportCell& cell, const std::string& none) {
  switch (cell.value_case()) {
    case v1::ReportCell::kText:
      return cell.text();
    case v1::ReportCell::kNumber:
      return DecimalWord(cell.number());
    case v1::ReportCell::kTime:
      return client::TimeWord(cell.time());
    case v1::ReportCell::VALUE_NOT_SET:
      return none;
  }
  return none;
}

Grid GridOf(const v1::ReportDefinition& definition, const std::vector<v1::ReportRow>& rows,
            const std::string& none) {
  Grid grid;
  grid.headings.reserve(static_cast<std::size_t>(definition.columns_size()));
  for (const auto& column : definition.columns()) {
    const std::string unit = column.unit().empty() ? "" : " (" + column.unit() + ")";
    grid.headings.push_back({column.title() + unit, column.kind() == v1::ReportColumn::KIND_NUMBER
                                                        ? Fit::kRight
                                                        : Fit::kMayShorten});
  }
  grid.rows.reserve(rows.size());
  for (const auto& row : rows) {
    auto& cells = grid.rows.emplace_back();
    cells.reserve(static_cast<std::size_t>(row.cells_size()));
    for (const auto& cell : row.cells()) cells.push_back(CellText(cell, none));
  }
  return grid;
}

// An object with the ids of the columns as keys; null where there is no value.
google::protobuf::Struct ObjectOf(const v1::ReportDefinition& definition,
                                  const v1::ReportRow& row) {
  google::protobuf::Struct object;
  for (int i = 0; i < row.cells_size(); ++i) {
    auto& value = (*object.mutable_fields())[definition.columns(i).column()];
    const auto& cell = row.cells(i);
    if (cell.has_number()) {
      value.set_number_value(cell.number());
    } else if (cell.value_case() == v1::ReportCell::VALUE_NOT_SET) {
      value.set_null_value(google::protobuf::NULL_VALUE);
    } else {
      value.set_string_value(CellText(cell, ""));
    }
  }
  return object;
}

void ShowRows(const Context& context, const v1::ReportDefinition& definition,
              const std::vector<v1::ReportRow>& rows) {
  if (context.output_format() != Format::kJson) {
    if (context.output_format() == Format::kTable) {
      context.talk() << definition.title() << ": " << definition.definition() << '\n';
    }
    // A spreadsheet takes an empty cell for no number, and a dash for words.
    const bool csv = context.output_format() == Format::kCsv;
    context.Print(GridOf(definition, rows, csv ? "" : "-"));
    return;
  }
  std::vector<google::protobuf::Struct> objects;
  objects.reserve(rows.size());
  for (const auto& row : rows) objects.push_back(ObjectOf(definition, row));
  std::vector<const google::protobuf::Message*> messages;
  messages.reserve(objects.size());
  for (const auto& object : objects) messages.push_back(&object);
  context.data() << FormatJsonArray(messages);
}

absl::Status RunReport(const Context& context, const client::Client& client,
                       const ReportOptions& options) {
  v1::RunReportRequest request;
  request.set_report(options.report);
  request.set_clinician(options.clinician);
  if (!options.from.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_start_time(), client::ParseTime(options.from));
  }
  if (!options.to.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_end_time(), client::ParseTime(options.to));
  }
  v1::ReportDefinition definition;
  std::vector<v1::ReportRow> rows;
  std::optional<ProgressLine> progress(std::in_place, context, "fetching");
  do {
    request.set_page_size(options.limit - static_cast<int>(rows.size()));
    MIDSTANCE_ASSIGN_OR_RETURN(v1::RunReportResponse page,
                               client.Call(&ReportStub::RunReport, request));
    rows.insert(rows.end(), page.rows().begin(), page.rows().end());
    request.set_page_token(page.next_page_token());
    definition = std::move(*page.mutable_definition());
    if (!request.page_token().empty()) progress->Tell(static_cast<std::int64_t>(rows.size()), 0);
  } while (!request.page_token().empty() && static_cast<int>(rows.size()) < options.limit);
  progress.reset();
  context.NoteFound(!rows.empty());
  if (!request.page_token().empty()) {
    context.talk() << "the first " << rows.size() << "; --limit shows more\n";
  }
  ShowRows(context, definition, rows);
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
                          "reports run escalations --from 2026-10-01 --to 2026-11-01 --format csv\n"
                          "reports run overdue --exit-code");
  auto options = std::make_shared<ReportOptions>();
  run.add_option("report", options->report, "which one; reports list tells")->required();
  run.add_option("--clinician", options->clinician, "only patients of users/{user}");
  run.add_option("--from", options->from, "first moment of the period, UTC");
  run.add_option("--to", options->to, "first moment after the period, UTC");
  AddLimit(run, options->limit);
  AddFollowing(run, context);
  Does<ReportOptions>(run, context, options,
                      [](const Context& c, const client::Client& client, const ReportOptions& o) {
                        const Followed followed{.parent = "patients/-", .types = {}};
                        return ShowAndFollow(c, client, followed, [&](const Context& shown) {
                          return RunReport(shown, client, o);
                        });
                      });
}

}  // namespace midstance::cli
