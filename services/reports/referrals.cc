#include <utility>

#include "services/reports/rows.h"
#include "services/reports/run.h"
#include "storage/tables/all.h"

namespace midstance::reports {
namespace {

// The column that tells when the step was made; "" for steps that have none.
std::string_view ColumnOf(v1::Referral::State state) {
  switch (state) {
    case v1::Referral::STATE_SENT:
      return "sent";
    case v1::Referral::STATE_ACKNOWLEDGED:
      return "acknowledged";
    case v1::Referral::STATE_SEEN:
      return "seen";
    case v1::Referral::STATE_REPORT_RECEIVED:
      return "report_received";
    case v1::Referral::STATE_CLOSED:
    case v1::Referral::STATE_DECLINED:
    case v1::Referral::STATE_LOST:
    case v1::Referral::STATE_RETURNED:
      return "ended";
    default:
      return "";
  }
}

}  // namespace

absl::StatusOr<Rows> Referrals(const Run& run) {
  storage::Query query = run.Query();
  query.order = {{"create_time", true}};
  MIDSTANCE_ASSIGN_OR_RETURN(auto page, run.reader.List<v1::Referral>(query));
  Rows rows;
  rows.last_name = std::move(page.last_name);
  for (const auto& referral : page.items) {
    if (!run.InPeriod(referral.create_time())) continue;
    Row row(run.definition);
    row.Text("referral", referral.name())
        .Text("urgency", WordsOf(rules::v1::Urgency_Name(referral.urgency()), ""))
        .Text("state", WordsOf(v1::Referral::State_Name(referral.state()), "STATE_"))
        .Time("drafted", referral.create_time());
    Instant last = InstantOf(referral.create_time());
    for (const auto& step : referral.steps()) {
      last = InstantOf(step.time());
      const auto column = ColumnOf(step.state());
      if (!column.empty()) row.Time(column, step.time());
    }
    if (ColumnOf(referral.state()) != "ended") {
      row.Number("days_waiting", DaysBetween(last, run.now));
    }
    rows.rows.push_back(std::move(row).Take());
  }
  return rows;
}

}  // namespace midstance::reports
