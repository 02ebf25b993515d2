#pragma once

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "services/cases/engine/recording.h"
#include "services/checkins/texts.h"

namespace midstance::checkins {

// What a patient is told, in these words, when these results stand: whether her running is on hold,
// and the words about help that everybody is told. Says neither which rule nor how urgent.
v1::Advice AdviceFor(const cases::Consequences& consequences, const Words& words);

// Whether a patient was told to stop running when the escalation was raised.
bool StopsRunning(const v1::Escalation& escalation);

}  // namespace midstance::checkins
