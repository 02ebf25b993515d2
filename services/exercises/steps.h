#pragma once

#include <optional>
#include <string>

#include "midstance/v1/enrollment.pb.h"
#include "midstance/v1/exercise.pb.h"
#include "services/exercises/catalogue.h"

// Harder and easier, one step at a time.
namespace midstance::exercises {

enum class Direction { kHarder, kEasier };

// Whether the exercise has a form of its own with this number; 0 is the exercise itself.
bool HasForm(const v1::Exercise& exercise, int step);
// The words of that form; empty for 0.
std::string FormWords(const v1::Exercise& exercise, int step);
// The library's dose of that form.
v1::Dose FormDose(const v1::Exercise& exercise, int step);

// The exercise one step harder or easier: another form of the same, or the exercise that the
// library names. A form that has a dose of its own brings it and takes it along; otherwise the dose
// stays. Another exercise has the library's dose, and no caution is set aside for it. Nothing when
// the library knows no such step.
std::optional<v1::PrescribedExercise> Stepped(const Catalogue& catalogue,
                                              const v1::PrescribedExercise& from,
                                              Direction direction);

}  // namespace midstance::exercises
