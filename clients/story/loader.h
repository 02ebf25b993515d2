#pragma once

#include <absl/status/status.h>

#include <ostream>

#include "clients/story/desk.h"
#include "clients/story/plan.h"

namespace midstance::story {

// What was loaded.
struct Loaded {
  int patients = 0;
  int cases = 0;
  int check_ins = 0;
  int assessments = 0;
  int follow_ups = 0;
  int escalations = 0;
  int referrals = 0;
};

// Plays the plan through the API in the order of its times, each call at its time. Stops at the
// first call that the server refuses, and when a flag that the plan raises did not rise.
absl::StatusOr<Loaded> LoadPlan(const Plan& plan, Desks& desks);

std::ostream& operator<<(std::ostream& out, const Loaded& loaded);

}  // namespace midstance::story
