#include "clients/cli/commands/report_document.h"

#include <unistd.h>

#include "clients/cli/commands/document_file.h"
#include "clients/core/words.h"
#include "midstance/v1/report_service.grpc.pb.h"

namespace midstance::cli {
namespace {

absl::StatusOr<v1::ReportFormat> DocumentFormat(const ReportOptions& options) {
  if (!options.document.empty()) return client::ParseWord<v1::ReportFormat>(options.document);
  if (options.output.ends_with(".pdf")) return v1::REPORT_FORMAT_PDF;
  if (options.output.ends_with(".html")) return v1::REPORT_FORMAT_HTML;
  return absl::InvalidArgumentError(
      "--output: a file named .pdf or .html is written; rows go to standard output");
}

}  // namespace

absl::StatusOr<v1::RunReportRequest> ReportRequest(const ReportOptions& options) {
  v1::RunReportRequest request;
  request.set_report(options.report);
  request.set_clinician(options.clinician);
  if (!options.from.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_start_time(), client::ParseTime(options.from));
  }
  if (!options.to.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_end_time(), client::ParseTime(options.to));
  }
  if (!options.period.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto period,
                               client::ParseWord<v1::ReportPeriod>(options.period));
    request.set_period(period);
  }
  return request;
}

bool AsksForDocument(const ReportOptions& options) {
  return !options.document.empty() || !options.output.empty();
}

absl::Status WriteReport(const Context& context, const client::Client& client,
                         const ReportOptions& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::RunReportRequest asked, ReportRequest(options));
  v1::RenderReportRequest request;
  request.set_report(asked.report());
  request.set_clinician(asked.clinician());
  if (asked.has_start_time()) *request.mutable_start_time() = asked.start_time();
  if (asked.has_end_time()) *request.mutable_end_time() = asked.end_time();
  request.set_period(asked.period());
  MIDSTANCE_ASSIGN_OR_RETURN(const auto format, DocumentFormat(options));
  request.set_format(format);
  if (format == v1::REPORT_FORMAT_PDF && options.output.empty() && ::isatty(STDOUT_FILENO) != 0) {
    return absl::InvalidArgumentError("a PDF is nothing for a terminal; --output FILE writes it");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::RenderReportResponse report,
                             client.Call(&v1::ReportService::Stub::RenderReport, request));
  if (report.total_rows() > report.rows()) {
    context.talk() << "the first " << report.rows() << " of " << report.total_rows()
                   << " rows; --format csv --limit " << report.total_rows() << " has them all\n";
  }
  return WriteDocument(context,
                       {.bytes = report.content(),
                        .pages = report.pages(),
                        .sha256 = report.sha256(),
                        .unknown_glyphs = report.unknown_glyphs()},
                       options.output);
}

}  // namespace midstance::cli
