#pragma once

#include "midstance/v1/check_in.pb.h"
#include "services/cases/engine/recording.h"

namespace midstance::checkins {

// What a patient is told when these results stand: fixed texts about activity and help. Says
// neither which rule nor how urgent.
v1::Advice AdviceFor(const cases::Consequences& consequences);

}  // namespace midstance::checkins
