#pragma once

#include <span>

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/check_in.pb.h"

namespace midstance::checkins {

// What a patient is told when these results (positions in the evaluation) stand: fixed texts about
// activity and help. Says neither which rule nor how urgent.
v1::Advice AdviceFor(const rules::v1::Evaluation& evaluation, std::span<const int> standing);

}  // namespace midstance::checkins
