#include <utility>

#include "services/cases/timeline_entries.h"
#include "services/rpc/calendar.h"

// What programs, measures and running add to a timeline.
namespace midstance::cases {
namespace {

// Behind every prescription that an enrollment can have, and every decision of a plan.
constexpr int kStateStep = 1000;

void AddPrescriptions(Entries& timeline, const v1::Enrollment& enrollment,
                      const schedule::ClinicCalendar& calendar) {
  // The first one is how the program began.
  for (int i = 1; i < enrollment.prescriptions_size(); ++i) {
    const auto& prescription = enrollment.prescriptions(i);
    const auto day = rpc::ParseDay(prescription.start_date());
    if (!day.has_value()) continue;
    Put(timeline,
        {enrollment.name(), v1::TimelineEntry::KIND_ENROLLMENT, i, calendar.StartOfDate(*day),
         std::nullopt, Titled("Home program prescribed anew", prescription.reason()),
         prescription.author()});
  }
}

std::string MeasureId(const std::string& measure) { return measure.substr(measure.find('/') + 1); }

std::string NumberText(double number) {
  std::string text = std::to_string(number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string ScoresText(const v1::OutcomeScore& score) {
  std::string text = MeasureId(score.measure());
  if (!score.variant().empty()) text += " " + score.variant();
  for (const auto& part : score.scores()) {
    if (!part.has_score()) continue;
    text += ", " + part.subscale() + " " + NumberText(part.score());
  }
  return text;
}

std::string_view DecisionText(v1::StageMove move) {
  switch (move) {
    case v1::STAGE_MOVE_ADVANCE:
      return "Running: a stage on";
    case v1::STAGE_MOVE_HOLD:
      return "Running: the same stage again";
    case v1::STAGE_MOVE_STEP_BACK:
      return "Running: a stage back";
    case v1::STAGE_MOVE_STEP_BACK_TWO:
      return "Running: two stages back";
    case v1::STAGE_MOVE_STOP:
      return "Running stopped";
    default:
      return "Running: decided";
  }
}

}  // namespace

void AddTo(Entries& timeline, const v1::Enrollment& enrollment,
           const schedule::ClinicCalendar& calendar) {
  constexpr auto kKind = v1::TimelineEntry::KIND_ENROLLMENT;
  const Instant made = InstantOf(enrollment.create_time());
  const std::string author =
      enrollment.prescriptions().empty() ? std::string() : enrollment.prescriptions(0).author();
  Put(timeline, {enrollment.name(), kKind, 0, made, made,
                 "Home program begun, from " + enrollment.start_date() + " on", author});
  AddPrescriptions(timeline, enrollment, calendar);
  const Instant moved = InstantOf(enrollment.state_time());
  if (!enrollment.has_state_time() || moved == made) return;
  Put(timeline, {enrollment.name(),
                 kKind,
                 kStateStep,
                 moved,
                 moved,
                 Titled("The home program is now " +
                            StateWords(v1::Enrollment::State_Name(enrollment.state())),
                        enrollment.state_reason()),
                 {}});
}

void AddTo(Entries& timeline, const v1::OutcomeScore& score) {
  std::string summary = Titled("Outcome measure taken", ScoresText(score));
  summary.append(Standing(score.state()));
  Put(timeline,
      {score.name(), v1::TimelineEntry::KIND_OUTCOME_SCORE, 0, InstantOf(score.occurred_time()),
       InstantOf(score.create_time()), std::move(summary), score.entered_by()});
}

void AddTo(Entries& timeline, const v1::RunningPlan& plan) {
  constexpr auto kKind = v1::TimelineEntry::KIND_RUNNING_PLAN;
  const Instant made = InstantOf(plan.create_time());
  const int first = plan.decisions().empty() ? plan.stage() : plan.decisions(0).from_stage();
  Put(timeline, {plan.name(),
                 kKind,
                 0,
                 made,
                 made,
                 "Way back to running begun at stage " + std::to_string(first),
                 {}});
  for (int i = 0; i < plan.decisions_size(); ++i) {
    const auto& decision = plan.decisions(i);
    const Instant at = InstantOf(decision.decide_time());
    std::string what(DecisionText(decision.decided()));
    what += ", stage " + std::to_string(decision.from_stage()) + " to " +
            std::to_string(decision.to_stage());
    Put(timeline,
        {plan.name(), kKind, i + 1, at, at, Titled(what, decision.reason()), decision.author()});
  }
  if (plan.state() != v1::RunningPlan::STATE_COMPLETED &&
      plan.state() != v1::RunningPlan::STATE_ENDED) {
    return;
  }
  // Plans from before the end was kept have only the last change.
  const Instant ended = InstantOf(plan.has_end_time() ? plan.end_time() : plan.update_time());
  Put(timeline,
      {plan.name(), kKind, kStateStep, ended, ended,
       Titled("The way back to running is " + StateWords(v1::RunningPlan::State_Name(plan.state())),
              plan.end_reason()),
       plan.ended_by()});
}

}  // namespace midstance::cases
