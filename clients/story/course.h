#pragma once

#include <string>

#include "clients/story/dice.h"
#include "clients/story/plan.h"

namespace midstance::story {

// What a case goes through.
struct Course {
  std::string arc;  // the red flag to raise; empty: none
  Instant end;
};

// Writes visits and check-ins of a case from its opening to its end, and when its flag rises. The
// usual day settles, with noise, gaps and late entries, and raises nothing.
void FillCourse(const Course& course, Dice& dice, PlannedCase& planned);

}  // namespace midstance::story
