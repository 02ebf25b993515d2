#include "clients/cli/training.h"

#include <charconv>
#include <cstdio>
#include <string>

#include "clients/core/words.h"
#include "support/status.h"

namespace midstance::cli {
namespace {

constexpr std::string_view kExercises = "exercises/";

absl::Status Wrong(std::string_view word, std::string_view right) {
  return absl::InvalidArgumentError("'" + std::string(word) + "' is none: write " +
                                    std::string(right));
}

template <class Number>
bool ParseNumber(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

absl::Status SetOfRun(std::string_view part, v1::RunSession& run) {
  constexpr char kRight[] = "km=, minutes=, rpe= or stage= with a number";
  const auto equals = part.find('=');
  if (equals == std::string_view::npos) return Wrong(part, kRight);
  const std::string_view what = part.substr(0, equals);
  const std::string_view value = part.substr(equals + 1);
  if (what == "stage") {
    int stage = 0;
    if (!ParseNumber(value, stage)) return Wrong(part, kRight);
    run.set_stage(stage);
    return absl::OkStatus();
  }
  double number = 0;
  if (!ParseNumber(value, number)) return Wrong(part, kRight);
  if (what == "km") {
    run.set_distance_km(number);
  } else if (what == "minutes") {
    run.set_minutes(number);
  } else if (what == "rpe") {
    run.set_rpe(number);
  } else {
    return Wrong(part, kRight);
  }
  return absl::OkStatus();
}

std::string Short(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", number);
  return text;
}

}  // namespace

absl::StatusOr<v1::ExerciseReport> ParseExercise(std::string_view word) {
  constexpr char kRight[] = "EXERCISE[/SIDE]=full, part or skipped, with :SETS behind it";
  const auto equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0) return Wrong(word, kRight);
  std::string_view name = word.substr(0, equals);
  std::string_view done = word.substr(equals + 1);
  if (name.starts_with(kExercises)) name.remove_prefix(kExercises.size());
  v1::ExerciseReport report;
  if (const auto slash = name.find('/'); slash != std::string_view::npos) {
    MIDSTANCE_ASSIGN_OR_RETURN(const v1::Side side,
                               client::ParseWord<v1::Side>(name.substr(slash + 1)));
    report.set_side(side);
    name = name.substr(0, slash);
  }
  report.set_exercise(std::string(kExercises) + std::string(name));
  if (const auto colon = done.find(':'); colon != std::string_view::npos) {
    int sets = 0;
    if (!ParseNumber(done.substr(colon + 1), sets)) return Wrong(word, kRight);
    report.set_sets_done(sets);
    done = done.substr(0, colon);
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Done how_much, client::ParseWord<v1::Done>(done));
  report.set_done(how_much);
  return report;
}

absl::StatusOr<v1::RunSession> ParseRun(std::string_view word) {
  v1::RunSession run;
  const auto first = word.find(',');
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Done done,
                             client::ParseWord<v1::Done>(word.substr(0, first)));
  run.set_done(done);
  for (auto at = first; at != std::string_view::npos;) {
    const auto end = word.find(',', at + 1);
    MIDSTANCE_RETURN_IF_ERROR(SetOfRun(word.substr(at + 1, end - at - 1), run));
    at = end;
  }
  return run;
}

std::string ExerciseWord(const v1::ExerciseReport& report) {
  std::string text = report.exercise();
  if (text.starts_with(kExercises)) text.erase(0, kExercises.size());
  if (report.side() != v1::SIDE_UNSPECIFIED) text += "/" + client::Word(report.side());
  text += "=" + client::Word(report.done());
  if (report.has_sets_done()) text += ":" + std::to_string(report.sets_done());
  return text;
}

std::string RunWord(const v1::RunSession& run) {
  std::string text = "run=" + client::Word(run.done());
  if (run.has_distance_km()) text += " " + Short(run.distance_km()) + " km";
  if (run.has_minutes()) text += " " + Short(run.minutes()) + " min";
  return text;
}

}  // namespace midstance::cli
