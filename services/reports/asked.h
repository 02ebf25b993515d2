#pragma once

#include <absl/status/statusor.h>

#include "midstance/v1/report_service.pb.h"
#include "services/reports/run.h"

namespace midstance::reports {

// What a run reads besides the store.
struct Sources {
  const measures::Library& library;
  const schedule::ClinicCalendar& calendar;
  const cases::Engines& engines;
  const config::v1::WorklistSettings& worklist;
};

// The first page of what a request asks for: which report, of whom, of which time. FIELD_INVALID
// for a report that there is not, a period that it does not take or that means nothing, another
// clinician's patients, and those of nobody of the clinic.
absl::StatusOr<Run> RunFor(const rpc::Call& call, const storage::Reader& reader,
                           const Sources& sources, const v1::RunReportRequest& request);

// The rows of that page.
absl::StatusOr<Rows> RowsOf(const Run& run);

}  // namespace midstance::reports
