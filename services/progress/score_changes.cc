#include "services/progress/score_changes.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "services/measures/numbers.h"
#include "services/measures/shape.h"
#include "services/measures/trends.h"
#include "support/time.h"

namespace midstance::progress {
namespace {

using adherence::Days;
using adherence::Parameters;
using schedule::ClinicCalendar;
using std::chrono::days;
using v1::Measure;
using v1::OutcomeScore;
using v1::ScoreChange;

Day DayFilledIn(const google::protobuf::Timestamp& time, const ClinicCalendar& calendar) {
  return calendar.DateOf(InstantOf(time));
}

using Group = std::tuple<std::string, std::string, int>;  // measure, variant, side

Group GroupOf(const OutcomeScore& record) {
  return {record.measure(), record.variant(), record.side()};
}

// Those around the program's days, and of what was filled in before it the last one alone.
std::vector<OutcomeScore> Around(std::vector<OutcomeScore> records, const Days& program,
                                 const Parameters& parameters, const ClinicCalendar& calendar) {
  const days reach{parameters.baseline_reach_days};
  const Days wanted{program.first - reach, program.last + reach};
  std::erase_if(records, [&](const OutcomeScore& record) {
    return !wanted.Has(DayFilledIn(record.occurred_time(), calendar));
  });
  std::map<Group, Instant> last_before;
  for (const auto& record : records) {
    if (DayFilledIn(record.occurred_time(), calendar) > program.first) continue;
    const Instant at = InstantOf(record.occurred_time());
    auto& last = last_before.try_emplace(GroupOf(record), at).first->second;
    last = std::max(last, at);
  }
  std::erase_if(records, [&](const OutcomeScore& record) {
    const auto last = last_before.find(GroupOf(record));
    return last != last_before.end() && InstantOf(record.occurred_time()) < last->second;
  });
  return records;
}

const ScoreChange::Applied* ImportantChange(const ScoreChange& change) {
  const auto& all = change.thresholds();
  const auto found = std::find_if(all.begin(), all.end(), [](const auto& applied) {
    return applied.threshold().kind() == Measure::Threshold::KIND_MCID;
  });
  return found == all.end() ? nullptr : &*found;
}

// By how much the score could get better; nothing where the measure does not tell its range.
std::optional<double> RoomOf(const Measure& measure, const v1::OutcomeTrend& trend) {
  const double from = trend.since_baseline().from_score();
  const auto* subscale = measures::FindSubscale(measure, trend.variant(), trend.subscale());
  if (subscale == nullptr) return std::nullopt;
  double least = subscale->least();
  double most = subscale->most();
  if (!trend.item().empty()) {
    const auto* range = measures::RangeOf(*subscale, 1, measures::VersionOf(measure, {}));
    if (range == nullptr) return std::nullopt;
    least = range->least();
    most = range->most();
  }
  return measure.direction() == Measure::DIRECTION_HIGHER_BETTER ? most - from : from - least;
}

// Why the two records do not stand for the start and the end of the program; empty when they do.
std::string NotOfTheProgram(const ScoreChange& change, const Days& program,
                            const Parameters& parameters, const ClinicCalendar& calendar) {
  const Day from = DayFilledIn(change.from_time(), calendar);
  const Day to = DayFilledIn(change.to_time(), calendar);
  if (from > program.first + days{parameters.baseline_reach_days}) {
    return absl::StrCat("the first one is of ", adherence::DayText(from), ", more than ",
                        parameters.baseline_reach_days, " days after the program began");
  }
  if (to < program.first + days{parameters.enough_days - 1}) {
    return absl::StrCat("the last one is of ", adherence::DayText(to),
                        ", before the program had lasted ", parameters.enough_days, " days");
  }
  if (to < program.last - days{parameters.latest_reach_days}) {
    return absl::StrCat("the last one is of ", adherence::DayText(to), ", more than ",
                        parameters.latest_reach_days, " days before ",
                        adherence::DayText(program.last));
  }
  return {};
}

struct Course {
  v1::OutcomeCourse course = v1::OUTCOME_COURSE_UNSPECIFIED;
  std::string because;  // it cannot be told, beyond what the comparison says itself
};

Course CourseOfTrend(const Measure& measure, const v1::OutcomeTrend& trend, const Days& program,
                     const Parameters& parameters, const ClinicCalendar& calendar) {
  const auto& change = trend.since_baseline();
  if (change.verdict() == ScoreChange::VERDICT_ONLY_ONE ||
      change.verdict() == ScoreChange::VERDICT_NOT_COMPARABLE) {
    return {};
  }
  if (std::string because = NotOfTheProgram(change, program, parameters, calendar);
      !because.empty()) {
    return {.because = std::move(because)};
  }
  if (change.verdict() == ScoreChange::VERDICT_IMPROVED) return {v1::OUTCOME_COURSE_IMPROVED, {}};
  if (change.verdict() == ScoreChange::VERDICT_WORSENED) return {v1::OUTCOME_COURSE_WORSE, {}};
  const auto* important = ImportantChange(change);
  if (important == nullptr) return {.because = "no important change of it is known"};
  // Less than what matters is known to be less only where the difference itself is.
  if (change.verdict() == ScoreChange::VERDICT_WITHIN_ERROR && important->reached()) {
    return {.because = "what matters is no more than its error"};
  }
  const auto room = RoomOf(measure, trend);
  const double matters = important->threshold().points();
  if (room.has_value() && *room < matters) {
    return {.because = absl::StrCat("at the start it was too good to get better by the ",
                                    measures::NumberText(matters), " that matter")};
  }
  return {v1::OUTCOME_COURSE_NONE, {}};
}

v1::OutcomeChange ChangeOf(const Measure& measure, const v1::OutcomeTrend& trend,
                           const Days& program, const Parameters& parameters,
                           const ClinicCalendar& calendar) {
  const auto& since = trend.since_baseline();
  v1::OutcomeChange change;
  change.set_measure(trend.measure());
  change.set_variant(trend.variant());
  change.set_side(trend.side());
  change.set_subscale(trend.subscale());
  change.set_item(trend.item());
  change.set_date(adherence::DayText(DayFilledIn(since.to_time(), calendar)));
  if (since.has_from_score()) change.set_from(since.from_score());
  if (since.has_to_score()) change.set_to(since.to_score());
  const auto [course, because] = CourseOfTrend(measure, trend, program, parameters, calendar);
  change.set_course(course);
  change.set_sentence(since.sentence());
  if (!because.empty()) {
    change.mutable_sentence()->append("; not counted: ").append(because);
  }
  return change;
}

}  // namespace

std::vector<v1::OutcomeChange> ScoreChanges(const measures::Library& library,
                                            std::vector<OutcomeScore> records, const Days& program,
                                            const Parameters& parameters,
                                            const ClinicCalendar& calendar) {
  std::vector<v1::OutcomeChange> changes;
  if (program.empty()) return changes;
  const auto trends = measures::TrendsOf(
      library, Around(std::move(records), program, parameters, calendar), v1::CHANGE_BASIS_POINTS);
  bool whole_compared = false;
  for (const auto& trend : trends) {
    const auto* measure = library.Find(trend.measure());
    if (measure == nullptr || measure->direction() == Measure::DIRECTION_NONE) continue;
    if (trend.item().empty()) {
      whole_compared = trend.since_baseline().verdict() != ScoreChange::VERDICT_NOT_COMPARABLE;
    } else if (whole_compared) {
      continue;
    }
    changes.push_back(ChangeOf(*measure, trend, program, parameters, calendar));
  }
  return changes;
}

}  // namespace midstance::progress
