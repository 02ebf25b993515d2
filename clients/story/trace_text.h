#pragma once

#include <string>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/clinical.pb.h"

namespace midstance::story {

// The result of a rule at a site; null when it is not there.
const rules::v1::RuleResult* FindResult(const rules::v1::Evaluation& evaluation,
                                        const std::string& rule, const v1::Site& site);
// Why, or why not: one line for each part of a condition that says something.
std::vector<std::string> TraceLines(const rules::v1::Trace& trace);

}  // namespace midstance::story
