#pragma once

#include "google/rpc/error_details.pb.h"
#include "midstance/v1/exercise.pb.h"

// What the data must keep, problem by problem.
namespace midstance::exercises {

// Names, kinds, doses, sources; muscles, steps and cautions that are there; tags that one of the
// exercise's cautions looks at.
void CheckLibrary(const v1::ExerciseLibrary& library, const v1::CautionSet& cautions,
                  google::rpc::BadRequest& violations);

// Ids, sources, clauses with triggers of one kind; tags that an exercise has. Prescribing rules
// with what their kind needs.
void CheckCautions(const v1::ExerciseLibrary& library, const v1::CautionSet& cautions,
                   google::rpc::BadRequest& violations);

}  // namespace midstance::exercises
