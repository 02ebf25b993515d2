#include "services/running/gates.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <chrono>

namespace midstance::running {
namespace {

using rules::v1::DOES_NOT_HOLD;
using rules::v1::HOLDS;
using rules::v1::UNDECIDED;
using std::chrono::days;

// What a gate says about one run.
struct GateOfRun {
  rules::v1::Truth truth = UNDECIDED;
  std::string text;
  Evidence evidence;
};

// One run that fails decides; then one that is not known.
template <class Ask>
Gate OverRuns(std::string_view id, const std::vector<const Run*>& runs, bool needed,
              const std::string& holds, const Ask& ask) {
  Gate gate{.id = id, .needed = needed};
  if (runs.empty()) {
    gate.text = "no run was told yet";
    return gate;
  }
  gate.truth = HOLDS;
  gate.text = holds;
  Evidence all;
  for (const Run* run : runs) {
    GateOfRun answer = ask(*run);
    all.insert(all.end(), answer.evidence.begin(), answer.evidence.end());
    if (answer.truth == HOLDS || gate.truth == DOES_NOT_HOLD) continue;
    if (answer.truth == gate.truth) continue;
    gate.truth = answer.truth;
    gate.text = std::move(answer.text);
    gate.evidence = std::move(answer.evidence);
  }
  if (gate.truth == HOLDS) gate.evidence = std::move(all);
  return gate;
}

std::string OnDay(const char* what, const Run& run) { return absl::StrCat(what, DayText(run.day)); }

Gate RedFlagGate(const std::vector<const Flag*>& flags) {
  Gate gate{.id = "red-flag", .truth = HOLDS, .text = "no red flag is open"};
  if (flags.empty()) return gate;
  gate.truth = DOES_NOT_HOLD;
  gate.text = absl::StrCat("open: ", flags.front()->title);
  return gate;
}

Gate SessionsGate(const Table& table, const Window& window, const Standing& standing,
                  Instant as_of) {
  Gate gate{.id = "sessions", .truth = DOES_NOT_HOLD};
  const auto& stage = table.stage(standing.stage);
  int done = 0;
  const Run* missed = nullptr;
  for (const Run* session : window.sessions) {
    gate.evidence.insert(gate.evidence.end(), session->told.begin(), session->told.end());
    if (session->full) {
      ++done;
    } else {
      missed = session;
    }
  }
  if (stage.sessions() == 0) {
    gate.text = "this is the last stage";
    return gate;
  }
  gate.text = absl::StrCat(done, " of ", stage.sessions(), " sessions at stage ", standing.stage,
                           " done in full");
  if (missed != nullptr) {
    gate.evidence = missed->told;
    gate.text += OnDay(missed->ran ? "; cut short on " : "; missed on ", *missed);
    return gate;
  }
  const Day earliest = standing.since + days{stage.days()};
  if (done == stage.sessions() && standing.calendar.DateOf(as_of) < earliest) {
    gate.text += absl::StrCat("; the stage goes on until ", DayText(earliest));
  } else if (done == stage.sessions()) {
    gate.truth = HOLDS;
  }
  return gate;
}

GateOfRun PainOfRun(const Run& run, double allowed) {
  if (!run.pain.value.has_value()) {
    return {UNDECIDED, OnDay("pain was not told for the run of ", run), run.told};
  }
  if (*run.pain.value <= allowed) return {HOLDS, {}, run.pain.from};
  return {DOES_NOT_HOLD,
          absl::StrCat("pain ", NumberText(*run.pain.value), " in the run of ", DayText(run.day)),
          run.pain.from};
}

GateOfRun MorningOfRun(const Table& table, const Run& run, const Standing& standing,
                       Instant as_of) {
  if (!run.morning.value.has_value()) {
    return {UNDECIDED,
            OnDay(standing.calendar.DateOf(as_of) > run.day
                      ? "the morning after was not told for the run of "
                      : "the morning has not come yet after the run of ",
                  run),
            run.told};
  }
  const double pain = *run.morning.value;
  const bool bone = standing.rule == v1::RunningPlan::PAIN_RULE_NO_PAIN;
  const double allowed =
      bone ? table.limits().bone_nprs : run.usual.value_or(0) + table.limits().morning_rise;
  if (pain <= allowed) return {HOLDS, {}, run.morning.from};
  std::string text =
      absl::StrCat("pain ", NumberText(pain), " the morning after the run of ", DayText(run.day));
  if (!bone && !run.usual.has_value()) {
    return {UNDECIDED, text + ", and no morning before it was told to compare with",
            run.morning.from};
  }
  if (run.usual.has_value()) text += absl::StrCat(", usual ", NumberText(*run.usual));
  return {DOES_NOT_HOLD, std::move(text), run.morning.from};
}

GateOfRun WalkingOfRun(const Run& run) {
  if (!run.walking.value.has_value()) {
    return {UNDECIDED, OnDay("how she walks was not told for the run of ", run), run.told};
  }
  if (*run.walking.value == Walking::kFull) return {HOLDS, {}, run.walking.from};
  return {DOES_NOT_HOLD, OnDay("a limp after the run of ", run), run.walking.from};
}

GateOfRun SwellingOfRun(const Run& run) {
  if (!run.swelling.value.has_value()) {
    return {UNDECIDED, OnDay("swelling was not told for the run of ", run), run.told};
  }
  if (!run.NewSwelling()) return {HOLDS, {}, run.swelling.from};
  return {DOES_NOT_HOLD, OnDay("new swelling after the run of ", run), run.swelling.from};
}

GateOfRun StiffnessOfRun(const Run& run) {
  if (!run.stiffness.value.has_value() || !run.usual_stiffness.has_value()) {
    return {UNDECIDED, OnDay("stiffness was not told for the run of ", run), {}};
  }
  if (*run.stiffness.value <= *run.usual_stiffness) return {HOLDS, {}, run.stiffness.from};
  return {DOES_NOT_HOLD,
          absl::StrCat("stiff for ", NumberText(*run.stiffness.value),
                       " min the morning after the run of ", DayText(run.day), ", usual ",
                       NumberText(*run.usual_stiffness)),
          run.stiffness.from};
}

// Worst pain in runs of the week that ends with `last`.
Told<double> WorstOfWeek(const std::vector<Run>& runs, Day last, days week) {
  Told<double> worst;
  for (const Run& run : runs) {
    if (run.day > last || run.day <= last - week || !run.pain.value.has_value()) continue;
    worst.value = std::max(worst.value.value_or(0), *run.pain.value);
    worst.from.insert(worst.from.end(), run.pain.from.begin(), run.pain.from.end());
  }
  return worst;
}

Gate WeeklyRiseGate(const Table& table, const std::vector<Run>& runs, Day today) {
  Gate gate{.id = "weekly-rise", .needed = false};
  const days week{static_cast<int>(table.limits().week_days)};
  const Told<double> now = WorstOfWeek(runs, today, week);
  const Told<double> before = WorstOfWeek(runs, today - week, week);
  gate.evidence = now.from;
  if (!now.value.has_value()) {
    gate.text = "no pain in a run was told this week";
  } else if (*now.value <= table.limits().safe_nprs) {
    gate.truth = HOLDS;
    gate.text = "the pain of this week is safe";
  } else if (!before.value.has_value()) {
    gate.text = "no pain in a run was told the week before";
  } else if (*now.value > *before.value) {
    gate.truth = DOES_NOT_HOLD;
    gate.text = absl::StrCat("worst pain in a run rose from ", NumberText(*before.value), " to ",
                             NumberText(*now.value), " within a week");
  } else {
    gate.truth = HOLDS;
    gate.text = "the pain does not rise from week to week";
  }
  return gate;
}

}  // namespace

Window WindowOf(const Table& table, const std::vector<Run>& runs, const Standing& standing) {
  Window window;
  Day first = standing.since;
  const auto wanted = static_cast<std::size_t>(std::max(1, table.stage(standing.stage).sessions()));
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    // A planned session that was missed is one of the plan's stage, also when that is not said.
    const int stage = run->stage.value_or(run->ran ? -1 : standing.stage);
    if (run->day < standing.since || stage != standing.stage) continue;
    if (window.sessions.size() == wanted) break;
    window.sessions.insert(window.sessions.begin(), &*run);
    first = run->day;
  }
  if (window.sessions.size() < wanted) first = standing.since;
  for (const Run& run : runs) {
    if (run.ran && run.day >= first) window.runs.push_back(&run);
  }
  return window;
}

double AllowedPain(const Table& table, v1::RunningPlan::PainRule rule) {
  switch (rule) {
    case v1::RunningPlan::PAIN_RULE_MONITORED:
      return table.limits().advance_nprs;
    case v1::RunningPlan::PAIN_RULE_NO_PAIN:
      return table.limits().bone_nprs;
    default:
      return table.limits().any_pain_nprs;
  }
}

std::optional<double> MorningRise(const Run& run) {
  if (!run.morning.value.has_value() || !run.usual.has_value()) return std::nullopt;
  return *run.morning.value - *run.usual;
}

std::vector<Gate> GatesOf(const Table& table, const std::vector<Run>& runs, const Window& window,
                          const std::vector<const Flag*>& flags, const Standing& standing,
                          Instant as_of) {
  const double allowed = AllowedPain(table, standing.rule);
  std::vector<Gate> gates;
  gates.push_back(RedFlagGate(flags));
  gates.push_back(SessionsGate(table, window, standing, as_of));
  gates.push_back(OverRuns("run-pain", window.runs, true,
                           absl::StrCat("pain in the runs at most ", NumberText(allowed)),
                           [&](const Run& run) { return PainOfRun(run, allowed); }));
  gates.push_back(
      OverRuns("morning", window.runs, true, "the mornings after as usual",
               [&](const Run& run) { return MorningOfRun(table, run, standing, as_of); }));
  gates.push_back(OverRuns("walking", window.runs, true, "no limp", WalkingOfRun));
  gates.push_back(OverRuns("swelling", window.runs, true, "no new swelling", SwellingOfRun));
  gates.push_back(
      OverRuns("stiffness", window.runs, false, "stiffness not longer than usual", StiffnessOfRun));
  gates.push_back(WeeklyRiseGate(table, runs, standing.calendar.DateOf(as_of)));
  return gates;
}

}  // namespace midstance::running
