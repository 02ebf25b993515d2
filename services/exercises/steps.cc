#include "services/exercises/steps.h"

#include <cstdlib>

#include "services/exercises/check.h"
#include "services/exercises/doses.h"

namespace midstance::exercises {
namespace {

// The step of this number, counted from 1; nullptr when there is none.
const v1::ExerciseStep* StepOf(const v1::Exercise& exercise, int step) {
  const auto& steps = step > 0 ? exercise.progressions() : exercise.regressions();
  const int at = std::abs(step) - 1;
  return step != 0 && at < steps.size() ? &steps.Get(at) : nullptr;
}

}  // namespace

bool HasForm(const v1::Exercise& exercise, int step) {
  if (step == 0) return true;
  const auto* found = StepOf(exercise, step);
  return found != nullptr && found->exercise().empty();
}

std::string FormWords(const v1::Exercise& exercise, int step) {
  const auto* found = StepOf(exercise, step);
  return found == nullptr ? std::string() : found->text();
}

v1::Dose FormDose(const v1::Exercise& exercise, int step) {
  const auto* found = StepOf(exercise, step);
  if (found == nullptr || !found->has_dose()) return exercise.dose();
  return Changed(exercise.dose(), found->dose());
}

std::optional<v1::PrescribedExercise> Stepped(const Catalogue& catalogue,
                                              const v1::PrescribedExercise& from,
                                              Direction direction) {
  const auto* exercise = catalogue.Find(from.exercise());
  if (exercise == nullptr) return std::nullopt;
  const int step = from.step() + (direction == Direction::kHarder ? 1 : -1);
  v1::PrescribedExercise to = from;
  const auto* left = StepOf(*exercise, from.step());
  // The dose of a form goes with the form; one that was prescribed stays.
  if (left != nullptr && left->has_dose()) to.clear_dose();
  if (step == 0) {
    to.clear_step();
    to.clear_form();
    return to;
  }
  const auto* found = StepOf(*exercise, step);
  if (found == nullptr) return std::nullopt;
  if (!found->exercise().empty()) {
    to.set_exercise(found->exercise());
    to.clear_step();
    to.clear_form();
    to.clear_dose();
    to.clear_overridden();
    to.clear_lifted();
    return to;
  }
  to.set_step(step);
  to.set_form(found->text());
  if (found->has_dose()) {
    *to.mutable_dose() = Changed(DoseOf(to, *exercise), found->dose());
  }
  return to;
}

}  // namespace midstance::exercises
