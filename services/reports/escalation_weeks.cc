#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <utility>

#include "services/reports/period.h"
#include "services/reports/rows.h"
#include "services/reports/run.h"
#include "storage/tables/all.h"

namespace midstance::reports {
namespace {

using schedule::LocalDay;

constexpr int kMostWeeks = 104;

// Flags raised in one week, by their urgency.
using OfWeek = std::array<int, rules::v1::Urgency_ARRAYSIZE>;

v1::ReportRow WeekRow(const Run& run, LocalDay monday, const OfWeek& count) {
  Row row(run.definition);
  row.Text("week", monday.Text())
      .Number("raised", std::accumulate(count.begin(), count.end(), 0))
      .Number("emergency", count[rules::v1::EMERGENCY])
      .Number("urgent", count[rules::v1::URGENT])
      .Number("soon", count[rules::v1::SOON])
      .Number("watch", count[rules::v1::WATCH]);
  return std::move(row).Take();
}

}  // namespace

absl::StatusOr<Rows> EscalationWeeks(const Run& run) {
  std::map<LocalDay, OfWeek> counts;
  MIDSTANCE_RETURN_IF_ERROR(
      run.reader.ForEach<v1::Escalation>(run.Query(), [&](const v1::Escalation& escalation) {
        if (!run.InPeriod(escalation.raised_time())) return;
        const LocalDay raised = run.calendar.DayOf(InstantOf(escalation.raised_time()));
        ++counts[MondayOf(raised)][static_cast<std::size_t>(escalation.urgency())];
      }));
  Rows rows;
  if (counts.empty()) return rows;
  const LocalDay last = MondayOf(run.calendar.DayOf(std::min(run.now, run.end - Duration{1})));
  LocalDay week =
      run.start == Instant::min() ? counts.begin()->first : MondayOf(run.calendar.DayOf(run.start));
  week = std::max(week, last.PlusDays(-7 * (kMostWeeks - 1)));
  for (; week <= last; week = week.PlusDays(7)) {
    rows.rows.push_back(WeekRow(run, week, counts[week]));
  }
  return rows;
}

}  // namespace midstance::reports
