#include "services/adherence/adherence.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "services/adherence/plan.h"

namespace midstance::adherence {
namespace {

using std::chrono::days;

constexpr double kRounding = 1e-9;  // of sums of sevenths
constexpr double kWhole = 100;

double PercentOf(double part, double whole) {
  return std::min(kWhole, std::max(0.0, part / whole * kWhole));
}

void Fill(const Count& count, v1::AdherenceCount& to) {
  to.set_prescribed(count.prescribed);
  to.set_done(count.done);
  to.set_prescribed_on_told_days(count.prescribed_on_told_days);
  if (count.prescribed > kRounding) to.set_percent(PercentOf(count.done, count.prescribed));
  if (count.prescribed_on_told_days > kRounding) {
    to.set_percent_of_told(PercentOf(count.done, count.prescribed_on_told_days));
  }
}

void AddDay(const DayCount& day, v1::AdherenceDays& to) {
  if (day.excused) to.set_excused(to.excused() + 1);
  if (day.exercises.empty()) return;
  to.set_expected(to.expected() + 1);
  if (day.told) {
    to.set_told(to.told() + 1);
  } else if (day.checked_in) {
    to.set_unmentioned(to.unmentioned() + 1);
  } else {
    to.set_silent(to.silent() + 1);
  }
}

// A week begins on Monday, or where the window does.
bool BeginsWeek(Day day) { return std::chrono::weekday(day) == std::chrono::Monday; }

std::string DaysText(int count) { return absl::StrCat(count, count == 1 ? " day" : " days"); }

void Describe(const Parameters& parameters, v1::Adherence& adherence) {
  const auto& overall = adherence.overall();
  const auto& counted = adherence.days();
  if (!overall.has_percent()) {
    adherence.add_sentences("Nothing was prescribed in these days.");
    return;
  }
  adherence.add_sentences(
      absl::StrCat(NumberText(overall.done()), " of ", NumberText(overall.prescribed()),
                   " sessions were told as done: ", NumberText(overall.percent()), " %, ",
                   adherence.reached() ? "which reaches the " : "below the ",
                   NumberText(parameters.threshold_percent), " % that are aimed at."));
  std::string told = absl::StrCat("Exercises were told of on ", counted.told(), " of ",
                                  DaysText(counted.expected()), ".");
  if (overall.has_percent_of_told()) {
    absl::StrAppend(&told, " Of what was due on these, ", NumberText(overall.percent_of_told()),
                    " % was done.");
  }
  adherence.add_sentences(told);
  if (counted.silent() > 0) {
    adherence.add_sentences(absl::StrCat("Nothing is known of ", DaysText(counted.silent()),
                                         " without a check-in: silent is not the same as not "
                                         "done."));
  }
  if (counted.unmentioned() > 0) {
    adherence.add_sentences(absl::StrCat("On ", DaysText(counted.unmentioned()),
                                         " a check-in told nothing of the exercises."));
  }
  if (counted.excused() > 0) {
    adherence.add_sentences(
        absl::StrCat(DaysText(counted.excused()), " excused: they do not count."));
  }
}

}  // namespace

bool Reaches(double percent, const Parameters& parameters) {
  return percent >= parameters.threshold_percent - kRounding;
}

std::string NumberText(double number) {
  constexpr double kTenths = 10;
  const double rounded = std::floor(number * kTenths + 0.5 + kRounding) / kTenths;
  char text[32];
  std::snprintf(text, sizeof text, std::trunc(rounded) == rounded ? "%.0f" : "%.1f", rounded);
  return text;
}

std::string TooManyExercises(std::span<const v1::Enrollment> enrollments, Day day,
                             const Parameters& parameters,
                             const schedule::ClinicCalendar& calendar) {
  std::set<ExerciseKey> today;
  for (const auto& one : ExercisesOf(enrollments, calendar)) {
    if (!one.days.Has(day)) continue;
    today.emplace(one.exercise->exercise(), one.exercise->side());
  }
  // Both sides of one exercise are one exercise to learn.
  std::set<std::string> names;
  for (const auto& key : today) names.insert(key.first);
  const int count = static_cast<int>(names.size());
  if (count <= parameters.most_exercises_advised) return {};
  return absl::StrCat(count, " exercises are prescribed; ", parameters.fewest_exercises_advised,
                      " to ", parameters.most_exercises_advised,
                      " are advised, since more are done less (Bachmann 2018).");
}

v1::Adherence AdherenceIn(const Ledger& ledger, const Days& window, const Parameters& parameters) {
  v1::Adherence adherence;
  adherence.set_threshold_percent(parameters.threshold_percent);
  const Days counted = Overlap(window, ledger.program());
  Count overall;
  std::map<ExerciseKey, Count> exercises;
  Count of_week;
  v1::WeekAdherence* week = nullptr;
  for (Day day = counted.first; day <= counted.last; day += days{1}) {
    if (week == nullptr || BeginsWeek(day)) {
      if (week != nullptr) Fill(of_week, *week->mutable_count());
      of_week = Count();
      week = adherence.add_weeks();
      week->set_first_date(DayText(day));
    }
    week->set_last_date(DayText(day));
    const auto found = ledger.days().find(day);
    if (found == ledger.days().end()) continue;
    AddDay(found->second, *adherence.mutable_days());
    AddDay(found->second, *week->mutable_days());
    for (const auto& [key, count] : found->second.exercises) {
      overall.Add(count);
      of_week.Add(count);
      exercises[key].Add(count);
    }
  }
  if (week != nullptr) {
    Fill(of_week, *week->mutable_count());
    adherence.set_first_date(DayText(counted.first));
    adherence.set_last_date(DayText(counted.last));
  }
  Fill(overall, *adherence.mutable_overall());
  for (const auto& [key, count] : exercises) {
    auto& exercise = *adherence.add_exercises();
    exercise.set_exercise(key.first);
    exercise.set_side(static_cast<v1::Side>(key.second));
    Fill(count, *exercise.mutable_count());
  }
  if (adherence.overall().has_percent()) {
    adherence.set_reached(Reaches(adherence.overall().percent(), parameters));
  }
  Describe(parameters, adherence);
  return adherence;
}

}  // namespace midstance::adherence
