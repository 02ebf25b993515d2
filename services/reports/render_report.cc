#include <utility>

#include "midstance/v1/report_service.pb.h"
#include "services/documents/html.h"
#include "services/documents/pdf.h"
#include "services/reports/asked.h"
#include "services/reports/report_chart.h"
#include "services/reports/report_document.h"
#include "services/reports/verbs.h"
#include "services/rpc/clinic_name.h"
#include "support/digest.h"
#include "support/status.h"

namespace midstance::reports {
namespace {

v1::RunReportRequest AsRun(const v1::RenderReportRequest& request) {
  v1::RunReportRequest run;
  run.set_report(request.report());
  run.set_clinician(request.clinician());
  if (request.has_start_time()) *run.mutable_start_time() = request.start_time();
  if (request.has_end_time()) *run.mutable_end_time() = request.end_time();
  run.set_period(request.period());
  return run;
}

// Page by page, until there are no more or enough are counted. The chart sees each row.
absl::StatusOr<Shown> AllRows(Run run, ReportChart& chart) {
  run.limit = kMostRowsOfADocument;
  Shown shown;
  do {
    MIDSTANCE_ASSIGN_OR_RETURN(Rows page, RowsOf(run));
    for (auto& row : page.rows) {
      chart.Add(row);
      ++shown.total;
      if (shown.total <= kMostRowsOfADocument) shown.rows.push_back(std::move(row));
    }
    run.after_name = std::move(page.last_name);
    shown.more = !run.after_name.empty();
  } while (shown.more && shown.total < kMostRowsCounted);
  return shown;
}

}  // namespace

absl::StatusOr<v1::RenderReportResponse> RenderReport::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::RenderReportRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(
      const Run run, RunFor(call, reader, {library, calendar, engines, worklist}, AsRun(request)));
  Names names(reader, library);
  ReportChart chart(run, names);
  MIDSTANCE_ASSIGN_OR_RETURN(const Shown shown, AllRows(run, chart));
  const auto document =
      ReportDocument(run, shown, names, std::move(chart).Take(), rpc::ClinicName(reader));
  v1::RenderReportResponse response;
  if (request.format() == v1::REPORT_FORMAT_PDF) {
    MIDSTANCE_ASSIGN_OR_RETURN(documents::Pdf pdf, documents::ToPdf(document));
    response.set_media_type("application/pdf");
    response.set_pages(pdf.pages);
    response.set_unknown_glyphs(pdf.unknown_glyphs);
    response.set_content(std::move(pdf.bytes));
  } else {
    response.set_media_type("text/html");
    response.set_content(documents::ToHtml(document));
  }
  response.set_sha256(Hex(Sha256(response.content())));
  response.set_rows(static_cast<int>(shown.rows.size()));
  response.set_total_rows(shown.total);
  return response;
}

}  // namespace midstance::reports
