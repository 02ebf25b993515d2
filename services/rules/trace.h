#pragma once

#include "midstance/rules/v1/evaluation.pb.h"
#include "services/rules/conditions.h"

namespace midstance::rules {

// Judges a condition again and writes down why, part by part.
v1::Trace TraceOf(const Scope& scope, NodeIndex condition);

// One value of one report, as the key of `track` sees it.
v1::Evidence EvidenceOf(const Scope& scope, const Timeline::Track& track, const Timeline::Row& row,
                        CodeIndex code, double number);

v1::Truth ToProto(Truth truth);
// What a `not` makes of it.
v1::Truth OppositeOf(v1::Truth truth);
v1::Site ToProto(const Site& site);

}  // namespace midstance::rules
