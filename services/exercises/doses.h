#pragma once

#include <bitset>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "midstance/v1/training.pb.h"

namespace midstance::exercises {

// What the fields of a dose cannot say alone: one of `reps` and `seconds`, one way of saying how
// often, each day of the week once. `path` is where the dose stands.
void CheckDose(const v1::Dose& dose, const std::string& path, google::rpc::BadRequest& violations);

// The days of the week on which it may fall, Monday first: all unless they are named.
std::bitset<7> DaysOf(const v1::Dose& dose);

// Days a week, at most 7.
double DaysAWeek(const v1::Dose& dose);

// Seconds of one session: sets of a time, or sets of held repetitions; 0 when nothing is timed.
int SecondsOf(const v1::Dose& dose);

// The dose with what `change` states in place of its own.
v1::Dose Changed(v1::Dose dose, const v1::Dose& change);

}  // namespace midstance::exercises
