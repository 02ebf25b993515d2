#include <array>
#include <string_view>
#include <utility>

#include "midstance/v1/report_service.pb.h"
#include "services/reports/definitions.h"
#include "services/reports/run.h"
#include "services/reports/verbs.h"
#include "services/rpc/paging.h"
#include "support/status.h"

namespace midstance::reports {
namespace {

struct Runner {
  std::string_view report;
  absl::StatusOr<Rows> (*run)(const Run&);
};

constexpr std::array kRunners = {
    Runner{"caseload", &Caseload},
    Runner{"escalations", &Escalations},
    Runner{"overdue", &Overdue},
    Runner{"referrals", &Referrals},
    Runner{"rule-quality", &RuleQuality},
    Runner{"detection-delay", &DetectionDelay},
    Runner{"return-to-running", &ReturnToRunning},
    Runner{"adherence", &Adherence},
    Runner{"outcomes", &Outcomes},
    Runner{"outcome-responders", &OutcomeResponders},
};

absl::Status CheckRequest(const rpc::Call& call, const v1::RunReportRequest& request,
                          const v1::ReportDefinition& definition) {
  if (!definition.takes_period() && (request.has_start_time() || request.has_end_time())) {
    return FieldInvalid(request.has_start_time() ? "start_time" : "end_time",
                        "the report tells how things stand now and takes no period");
  }
  if (request.has_start_time() && request.has_end_time() &&
      InstantOf(request.end_time()) <= InstantOf(request.start_time())) {
    return FieldInvalid("end_time", "must be after start_time");
  }
  const std::string own = call.care_team_of();
  if (!own.empty() && !request.clinician().empty() && request.clinician() != own) {
    return FieldInvalid("clinician", "must be yourself, or left out");
  }
  return absl::OkStatus();
}

// What makes two requests pages of one run.
std::string Narrowed(const v1::RunReportRequest& request) {
  v1::RunReportRequest same = request;
  same.clear_page_size();
  same.clear_page_token();
  return same.SerializeAsString();
}

}  // namespace

absl::StatusOr<v1::RunReportResponse> RunReport::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::RunReportRequest& request) const {
  const v1::ReportDefinition* definition = Find(request.report());
  if (definition == nullptr) return FieldInvalid("report", "is not a report; see ListReports");
  MIDSTANCE_RETURN_IF_ERROR(CheckRequest(call, request, *definition));

  const std::string narrowed = Narrowed(request);
  rpc::Asked asked = rpc::AskedBy(request);
  asked.filter = narrowed;
  MIDSTANCE_ASSIGN_OR_RETURN(const int size, rpc::PageSizeOf(asked));
  MIDSTANCE_ASSIGN_OR_RETURN(std::string after, rpc::OpenPageToken(sealer, call, asked));
  const std::string own = call.care_team_of();
  const Run run{
      .definition = *definition,
      .reader = reader,
      .library = library,
      .calendar = calendar,
      .engines = engines,
      .now = call.now,
      .care_team_of = own.empty() ? request.clinician() : own,
      .start = request.has_start_time() ? InstantOf(request.start_time()) : Instant::min(),
      .end = request.has_end_time() ? InstantOf(request.end_time()) : Instant::max(),
      .limit = size,
      .after_name = std::move(after)};

  v1::RunReportResponse response;
  for (const Runner& runner : kRunners) {
    if (runner.report != request.report()) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(Rows rows, runner.run(run));
    for (auto& row : rows.rows) *response.add_rows() = std::move(row);
    response.set_next_page_token(rpc::SealPageToken(sealer, call, asked, rows.last_name));
  }
  *response.mutable_definition() = *definition;
  *response.mutable_as_of_time() = TimestampOf(call.now);
  return response;
}

}  // namespace midstance::reports
