#pragma once

#include "services/exercises/check.h"

namespace midstance::exercises {

// Appends the prescribing rules that the prescription does not keep.
void AddAdvice(const Catalogue& catalogue, const v1::Prescription& prescription,
               const PatientFacts& facts, Stage stage, v1::PrescriptionCheck& check);

}  // namespace midstance::exercises
