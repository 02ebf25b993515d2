#include "services/reports/asked.h"

#include <array>
#include <string_view>
#include <utility>

#include "services/reports/definitions.h"
#include "services/reports/period.h"
#include "storage/tables/all.h"
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
    Runner{"escalation-weeks", &EscalationWeeks},
    Runner{"overdue", &Overdue},
    Runner{"referrals", &Referrals},
    Runner{"rule-quality", &RuleQuality},
    Runner{"detection-delay", &DetectionDelay},
    Runner{"return-to-running", &ReturnToRunning},
    Runner{"adherence", &Adherence},
    Runner{"outcomes", &Outcomes},
    Runner{"outcome-responders", &OutcomeResponders},
};

absl::Status CheckRequest(const rpc::Call& call, const storage::Reader& reader,
                          const v1::RunReportRequest& request,
                          const v1::ReportDefinition& definition) {
  constexpr char kNoPeriod[] = "the report tells how things stand now and takes no period";
  if (!definition.takes_period()) {
    if (request.has_start_time()) return FieldInvalid("start_time", kNoPeriod);
    if (request.has_end_time()) return FieldInvalid("end_time", kNoPeriod);
    if (request.period() != v1::REPORT_PERIOD_UNSPECIFIED) {
      return FieldInvalid("period", kNoPeriod);
    }
  }
  if (request.has_start_time() && request.has_end_time() &&
      InstantOf(request.end_time()) <= InstantOf(request.start_time())) {
    return FieldInvalid("end_time", "must be after start_time");
  }
  if (request.period() != v1::REPORT_PERIOD_UNSPECIFIED &&
      (request.has_start_time() || request.has_end_time())) {
    return FieldInvalid("period", "must be left out beside start_time and end_time");
  }
  const std::string own = call.care_team_of();
  if (!own.empty() && !request.clinician().empty() && request.clinician() != own) {
    return FieldInvalid("clinician", "must be yourself, or left out");
  }
  // Of somebody whom there is not, the report would look as if there were nothing to do.
  if (!request.clinician().empty()) {
    const auto user = reader.Get<v1::User>(request.clinician(), storage::Deleted::kShow);
    if (ReasonOf(user.status()) == v1::ERROR_REASON_RESOURCE_NOT_FOUND) {
      return FieldInvalid("clinician", "must be a user of the clinic");
    }
    MIDSTANCE_RETURN_IF_ERROR(user.status());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Run> RunFor(const rpc::Call& call, const storage::Reader& reader,
                           const Sources& sources, const v1::RunReportRequest& request) {
  const v1::ReportDefinition* definition = Find(request.report());
  if (definition == nullptr) return FieldInvalid("report", "is not a report; see ListReports");
  MIDSTANCE_RETURN_IF_ERROR(CheckRequest(call, reader, request, *definition));
  Period period = PeriodOf(request.period(), call.now, sources.calendar);
  if (request.has_start_time()) period.start = InstantOf(request.start_time());
  if (request.has_end_time()) period.end = InstantOf(request.end_time());
  const std::string own = call.care_team_of();
  return Run{.definition = *definition,
             .reader = reader,
             .library = sources.library,
             .calendar = sources.calendar,
             .engines = sources.engines,
             .worklist = sources.worklist,
             .now = call.now,
             .care_team_of = own.empty() ? request.clinician() : own,
             .start = period.start,
             .end = period.end,
             .limit = 0,
             .after_name = {}};
}

absl::StatusOr<Rows> RowsOf(const Run& run) {
  for (const Runner& runner : kRunners) {
    if (runner.report == run.definition.report()) return runner.run(run);
  }
  return Error(v1::ERROR_REASON_INTERNAL).Because("a report without its code");
}

}  // namespace midstance::reports
