#pragma once

#include <absl/status/statusor.h>

#include "midstance/config/v1/worklist_settings.pb.h"
#include "services/cases/engine/engines.h"
#include "services/measures/library.h"
#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::v1 {
class ListReportsRequest;
class ListReportsResponse;
class RunReportRequest;
class RunReportResponse;
class RenderReportRequest;
class RenderReportResponse;
}  // namespace midstance::v1

// The methods of ReportService; what each promises stands in the proto.
namespace midstance::reports {

struct ListReports {
  const TokenSealer& sealer;

  absl::StatusOr<v1::ListReportsResponse> operator()(const rpc::Call& call,
                                                     const storage::Reader& reader,
                                                     const v1::ListReportsRequest& request) const;
};

struct RunReport {
  const measures::Library& library;
  const schedule::ClinicCalendar& calendar;
  const cases::Engines& engines;
  const config::v1::WorklistSettings& worklist;
  const TokenSealer& sealer;

  absl::StatusOr<v1::RunReportResponse> operator()(const rpc::Call& call,
                                                   const storage::Reader& reader,
                                                   const v1::RunReportRequest& request) const;
};

struct RenderReport {
  const measures::Library& library;
  const schedule::ClinicCalendar& calendar;
  const cases::Engines& engines;
  const config::v1::WorklistSettings& worklist;

  absl::StatusOr<v1::RenderReportResponse> operator()(const rpc::Call& call,
                                                      const storage::Reader& reader,
                                                      const v1::RenderReportRequest& request) const;
};

}  // namespace midstance::reports
