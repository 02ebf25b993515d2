#pragma once

#include <absl/status/status.h>

#include <span>

#include "midstance/v1/enrollment.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "services/cases/engine/engine.h"
#include "services/cases/engine/person.h"
#include "services/exercises/check.h"
#include "services/rpc/call.h"
#include "storage/store.h"

// A later finding holds exercises back; nothing here ever lifts a hold.
namespace midstance::cases {

// Holds back, in every program of the person, whichever of her records it is in, that is active or
// on hold, each exercise that a caution now forbids and nobody set it aside for, and writes the
// enrollments that changed. Twice is as once. `timeline` and `touched`, the escalations that the
// call opened or changed, are what will be true with the call; without such a program it costs one
// read of a range of names.
absl::Status HoldExercises(const rpc::Call& call, storage::Writer& writer, const RuleEngine& engine,
                           const Person& person, const rules::Timeline& timeline,
                           std::span<const v1::Escalation> touched);

// Position of the first prescription that anybody's calendar may have in force at `now`: it and
// those after it are what is still to be done.
int FirstInForce(const v1::Enrollment& enrollment, Instant now);

// The same for one enrollment, in what is still to be done. Whether anything changed.
bool HoldBack(const exercises::Catalogue& catalogue, const exercises::PatientFacts& facts,
              Instant now, v1::Enrollment& enrollment);

}  // namespace midstance::cases
