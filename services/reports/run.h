#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <vector>

#include "midstance/config/v1/worklist_settings.pb.h"
#include "midstance/v1/report.pb.h"
#include "services/cases/engine/engines.h"
#include "services/measures/library.h"
#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"

namespace midstance::reports {

// One run of a report: one page of it.
struct Run {
  const v1::ReportDefinition& definition;
  const storage::Reader& reader;
  const measures::Library& library;
  const schedule::ClinicCalendar& calendar;
  const cases::Engines& engines;
  const config::v1::WorklistSettings& worklist;
  Instant now;
  std::string care_team_of;  // empty: the whole clinic
  Instant start;             // of the period
  Instant end;               // first moment after it
  int limit;                 // rows, of reports that have a row for each resource
  std::string after_name;    // where to go on: the resource, or what the report left as last_name

  bool InPeriod(const google::protobuf::Timestamp& time) const {
    const Instant at = InstantOf(time);
    return at >= start && at < end;
  }
  // A query over the rows that the caller reaches.
  storage::Query Query() const {
    storage::Query query;
    query.care_team_of = care_team_of;
    query.limit = limit;
    query.after_name = after_name;
    return query;
  }
};

struct Rows {
  std::vector<v1::ReportRow> rows;
  std::string last_name;  // where to go on; empty on the last page
};

absl::StatusOr<Rows> Adherence(const Run& run);
absl::StatusOr<Rows> Caseload(const Run& run);
absl::StatusOr<Rows> DetectionDelay(const Run& run);
absl::StatusOr<Rows> EscalationWeeks(const Run& run);
absl::StatusOr<Rows> Escalations(const Run& run);
absl::StatusOr<Rows> OutcomeResponders(const Run& run);
absl::StatusOr<Rows> Outcomes(const Run& run);
absl::StatusOr<Rows> Overdue(const Run& run);
absl::StatusOr<Rows> Referrals(const Run& run);
absl::StatusOr<Rows> RuleQuality(const Run& run);
absl::StatusOr<Rows> ReturnToRunning(const Run& run);

}  // namespace midstance::reports
