#include "services/adherence/response.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <map>
#include <utility>

#include "services/adherence/adherence.h"
#include "services/adherence/plan.h"

namespace midstance::adherence {
namespace {

using std::chrono::days;
using v1::Progress;

constexpr char kWorstPainCode[] = "worst_nprs";
constexpr char kWorstPainMeasure[] = "nprs-worst";
constexpr double kHundred = 100;

enum class Doing { kDone, kNotDone, kUnknown };

Judgement TooLittle(std::string because) {
  return {Progress::VERDICT_TOO_LITTLE_DATA, std::move(because)};
}

Doing WasDone(const v1::Adherence& adherence, const Parameters& parameters) {
  const auto& overall = adherence.overall();
  const auto& counted = adherence.days();
  const double untold = overall.prescribed() - overall.prescribed_on_told_days();
  const double at_most = (overall.done() + untold) / overall.prescribed() * kHundred;
  if (Reaches(overall.percent(), parameters)) return Doing::kDone;
  if (!Reaches(at_most, parameters)) return Doing::kNotDone;
  if (counted.told() * kHundred < counted.expected() * parameters.enough_told_percent) {
    return Doing::kUnknown;
  }
  return Reaches(overall.percent_of_told(), parameters) ? Doing::kDone : Doing::kNotDone;
}

std::string DoneText(const v1::Adherence& adherence) {
  return absl::StrCat(NumberText(adherence.overall().percent()), " % of the program were told as ",
                      "done, ", NumberText(adherence.overall().percent_of_told()),
                      " % of what was due on the ", adherence.days().told(), " told of ",
                      adherence.days().expected(), " days");
}

std::string ChangeText(const v1::OutcomeChange& change) {
  return absl::StrCat(change.sentence().empty() ? change.measure() : change.sentence(), ".");
}

// Those of one course, in words.
std::string Told(std::span<const v1::OutcomeChange> changes, v1::OutcomeCourse course) {
  std::string text;
  for (const auto& change : changes) {
    if (change.course() != course) continue;
    absl::StrAppend(&text, text.empty() ? "" : " ", ChangeText(change));
  }
  return text;
}

// The worst pain that a check-in tells; nothing when it tells none.
std::optional<double> WorstPainIn(const v1::CheckIn& check_in) {
  std::optional<double> worst;
  for (const auto& report : check_in.reports()) {
    for (const auto& observation : report.observations()) {
      if (observation.code() != kWorstPainCode || !observation.has_number()) continue;
      worst = std::max(worst.value_or(0), observation.number());
    }
  }
  return worst;
}

std::optional<double> MeanIn(const std::map<Day, double>& readings, const Days& phase,
                             const Parameters& parameters) {
  double sum = 0;
  int count = 0;
  for (const auto& [day, pain] : readings) {
    if (!phase.Has(day)) continue;
    sum += pain;
    ++count;
  }
  if (count < parameters.fewest_readings) return std::nullopt;
  return sum / count;
}

}  // namespace

Judgement Judge(const v1::Adherence& adherence, std::span<const v1::OutcomeChange> changes,
                const Parameters& parameters) {
  if (adherence.days().expected() < parameters.enough_days) {
    return TooLittle(absl::StrCat("The program counts ", adherence.days().expected(),
                                  " days so far; it is judged from ", parameters.enough_days,
                                  " on."));
  }
  const Doing doing = WasDone(adherence, parameters);
  if (doing == Doing::kUnknown) {
    return TooLittle(absl::StrCat("Exercises were told of on ", adherence.days().told(), " of ",
                                  adherence.days().expected(),
                                  " days: the silent ones may hide that it was done or not."));
  }
  if (doing == Doing::kNotDone) {
    return {Progress::VERDICT_NOT_DONE,
            absl::StrCat(DoneText(adherence), ": below ", NumberText(parameters.threshold_percent),
                         " %, so that it cannot be told whether it works.")};
  }
  const std::string better = Told(changes, v1::OUTCOME_COURSE_IMPROVED);
  const std::string worse = Told(changes, v1::OUTCOME_COURSE_WORSE);
  const std::string same = Told(changes, v1::OUTCOME_COURSE_NONE);
  if (!better.empty() && !worse.empty()) {
    return TooLittle(absl::StrCat("The program was done; the measures disagree. Better: ", better,
                                  " Worse: ", worse));
  }
  if (!better.empty()) {
    return {Progress::VERDICT_DONE_WORKING,
            absl::StrCat(DoneText(adherence), ", and it got better. ", better)};
  }
  if (!worse.empty() || !same.empty()) {
    return {Progress::VERDICT_DONE_NOT_WORKING,
            absl::StrCat(DoneText(adherence), ", and nothing got better by what matters. ",
                         worse.empty() ? same : worse)};
  }
  const std::string untold = Told(changes, v1::OUTCOME_COURSE_UNSPECIFIED);
  return TooLittle(untold.empty()
                       ? "The program was done; no measure has readings at its start and now."
                       : "The program was done; no measure can tell whether it works. " + untold);
}

std::optional<v1::OutcomeChange> WorstPainChange(std::span<const v1::CheckIn> check_ins,
                                                 const Days& window, const Parameters& parameters,
                                                 const schedule::ClinicCalendar& calendar) {
  std::map<Day, double> readings;
  for (const auto& check_in : check_ins) {
    const Day day = DayTold(check_in, calendar);
    const auto pain = WorstPainIn(check_in);
    if (check_in.state() != v1::RECORD_STATE_ACTIVE || !window.Has(day) || !pain.has_value()) {
      continue;
    }
    auto& worst = readings.try_emplace(day, *pain).first->second;
    worst = std::max(worst, *pain);
  }
  const days phase{parameters.phase_days - 1};
  if (window.size() < 2 * parameters.phase_days) return std::nullopt;
  const auto from = MeanIn(readings, {window.first, window.first + phase}, parameters);
  const auto to = MeanIn(readings, {window.last - phase, window.last}, parameters);
  if (!from.has_value() || !to.has_value()) return std::nullopt;
  v1::OutcomeChange change;
  change.set_measure(kWorstPainMeasure);
  change.set_date(DayText(readings.rbegin()->first));
  change.set_from(*from);
  change.set_to(*to);
  const std::string matters = NumberText(parameters.nprs_change);
  std::string how;
  if (*from - *to >= parameters.nprs_change) {
    change.set_course(v1::OUTCOME_COURSE_IMPROVED);
    how = "better by at least the " + matters + " points that matter";
  } else if (*to - *from >= parameters.nprs_change) {
    change.set_course(v1::OUTCOME_COURSE_WORSE);
    how = "worse by at least the " + matters + " points that matter";
  } else if (*from < parameters.nprs_change) {
    how = "too little at the start to fall by the " + matters + " points that matter";
  } else {
    change.set_course(v1::OUTCOME_COURSE_NONE);
    how = "less than the " + matters + " points that matter";
  }
  change.set_sentence(absl::StrCat("Worst pain of the check-ins went from ", NumberText(*from),
                                   " to ", NumberText(*to), ": ", how));
  return change;
}

}  // namespace midstance::adherence
