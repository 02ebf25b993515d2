#include <algorithm>
#include <optional>
#include <utility>

#include "services/progress/course.h"
#include "services/reports/by_case.h"
#include "services/reports/rows.h"
#include "services/reports/run.h"
#include "storage/tables/all.h"

namespace midstance::reports {
namespace {

// Cases that one page looks at: each costs the reading of all its check-ins.
constexpr int kMostCases = 100;

struct DaysAsked {
  std::optional<Day> first;
  std::optional<Day> last;

  // What GetAdherence takes when the same is left out.
  adherence::Days Of(const progress::Course& course) const {
    const Day end = last.value_or(course.horizon);
    return {first.value_or(progress::UsualDays(end).first), end};
  }
};

absl::StatusOr<DaysAsked> DaysOf(const Run& run) {
  DaysAsked asked;
  if (run.start != Instant::min()) asked.first = run.calendar.DateOf(run.start);
  if (run.end != Instant::max()) asked.last = run.calendar.DateOf(run.end - Duration{1});
  const Day end = asked.last.value_or(run.calendar.DateOf(run.now));
  if (asked.first.has_value() && end - *asked.first > progress::kLongestWindow) {
    return FieldInvalid("start_time", "must not lie more than 730 days before the end");
  }
  return asked;
}

v1::ReportRow AdherenceRow(const Run& run, const v1::Adherence& adherence) {
  const auto& overall = adherence.overall();
  const auto& days = adherence.days();
  Row row(run.definition);
  row.Text("case", adherence.case_())
      .Text("first_date", adherence.first_date())
      .Text("last_date", adherence.last_date())
      .Number("prescribed", OneDecimal(overall.prescribed()))
      .Number("done", OneDecimal(overall.done()))
      .Number("due_on_told", OneDecimal(overall.prescribed_on_told_days()))
      .Number("expected", days.expected())
      .Number("told", days.told())
      .Number("unmentioned", days.unmentioned())
      .Number("silent", days.silent())
      .Number("excused", days.excused());
  if (overall.has_percent()) row.Number("percent", OneDecimal(overall.percent()));
  if (overall.has_percent_of_told()) {
    row.Number("percent_of_told", OneDecimal(overall.percent_of_told()));
  }
  if (adherence.has_reached()) row.Text("reached", adherence.reached() ? "Yes" : "No");
  if (!adherence.last_seen_date().empty()) row.Text("last_seen", adherence.last_seen_date());
  return std::move(row).Take();
}

}  // namespace

absl::StatusOr<Rows> Adherence(const Run& run) {
  MIDSTANCE_ASSIGN_OR_RETURN(const DaysAsked asked, DaysOf(run));
  Rows rows;
  int looked_at = 0;
  const auto add = [&](const OfCase<v1::Enrollment>& of) -> absl::StatusOr<bool> {
    if (looked_at == std::min(run.limit, kMostCases)) {
      rows.last_name = of.before;
      return false;
    }
    ++looked_at;
    MIDSTANCE_ASSIGN_OR_RETURN(const auto course,
                               progress::CourseOf(run.reader, of.name, run.now, run.calendar));
    const auto adherence = progress::AdherenceOf(course, of.name, asked.Of(course), run.calendar);
    if (!adherence.first_date().empty()) rows.rows.push_back(AdherenceRow(run, adherence));
    return true;
  };
  MIDSTANCE_RETURN_IF_ERROR(ForEachCase<v1::Enrollment>(run.reader, run.Query(), add));
  return rows;
}

}  // namespace midstance::reports
