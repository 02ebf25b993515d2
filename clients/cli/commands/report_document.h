#pragma once

#include <string>

#include "clients/cli/context.h"
#include "midstance/v1/report_service.pb.h"

namespace midstance::cli {

struct ReportOptions {
  std::string report;
  std::string clinician;
  std::string from;
  std::string to;
  std::string period;
  std::string document;  // html or pdf; empty: what `output` ends in, else rows
  std::string output;
  bool chart = true;
  int limit = 50;
};

// The request that the options make. INVALID_ARGUMENT for a time or a period that is none.
absl::StatusOr<v1::RunReportRequest> ReportRequest(const ReportOptions& options);

// Whether a document is asked for instead of rows: by its format, or by the name of the file.
bool AsksForDocument(const ReportOptions& options);

// Has the document made and writes it where it is to go. INVALID_ARGUMENT when nothing says which
// one the file should be, and for a PDF that would go to a terminal.
absl::Status WriteReport(const Context& context, const client::Client& client,
                         const ReportOptions& options);

}  // namespace midstance::cli
