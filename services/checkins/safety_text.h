#pragma once

#include "midstance/v1/check_in.pb.h"

namespace midstance::checkins {

// When to get medical help at once. The same words for every patient and every answer: they tell
// what to do about signs that anybody knows when she has them, and nothing about hers.
const v1::SafetyText& Safety();

}  // namespace midstance::checkins
