#pragma once

#include <string_view>

#include "midstance/v1/patient_revision.pb.h"

// Whom a change of a patient's record lets see her. Pure.
namespace midstance::watch {

enum class ReachChange { kNone, kGained, kLost };

// What the change made of the place of `user` ("users/{user}") on the care team.
ReachChange ReachChangeOf(const v1::PatientRevision& revision, std::string_view user);

}  // namespace midstance::watch
