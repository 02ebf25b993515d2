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
  return absl::StrCat(change.measure(), " went from ", NumberText(change.from()), " to ",
                      NumberText(change.to()));
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
  const v1::OutcomeChange* better = nullptr;
  const v1::OutcomeChange* worse = nullptr;
  const v1::OutcomeChange* same = nullptr;
  for (const auto& change : changes) {
    if (change.course() == v1::OUTCOME_COURSE_IMPROVED) better = &change;
    if (change.course() == v1::OUTCOME_COURSE_WORSE) worse = &change;
    if (change.course() == v1::OUTCOME_COURSE_NONE) same = &change;
  }
  if (better != nullptr && worse != nullptr) {
    return TooLittle(absl::StrCat("The measures disagree: ", ChangeText(*better), ", ",
                                  ChangeText(*worse), "."));
  }
  const auto* decisive = better != nullptr ? better : worse != nullptr ? worse : same;
  if (decisive == nullptr) {
    return TooLittle("The program was done; no measure has readings at its start and now.");
  }
  if (better != nullptr) {
    return {Progress::VERDICT_DONE_WORKING,
            absl::StrCat(DoneText(adherence), ", and it got better: ", ChangeText(*better), ".")};
  }
  return {Progress::VERDICT_DONE_NOT_WORKING,
          absl::StrCat(DoneText(adherence),
                       ", and nothing got better by what matters: ", ChangeText(*decisive), ".")};
}

std::optional<v1::OutcomeChange> WorstPainChange(std::span<const v1::CheckIn> check_ins,
                                                 const Days& window, const Parameters& parameters) {
  std::map<Day, double> readings;
  for (const auto& check_in : check_ins) {
    const Day day = DayTold(check_in);
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
  if (*from - *to >= parameters.nprs_change) {
    change.set_course(v1::OUTCOME_COURSE_IMPROVED);
  } else if (*to - *from >= parameters.nprs_change) {
    change.set_course(v1::OUTCOME_COURSE_WORSE);
  } else {
    change.set_course(v1::OUTCOME_COURSE_NONE);
  }
  return change;
}

}  // namespace midstance::adherence
