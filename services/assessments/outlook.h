#pragma once

#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/assessment_service.pb.h"

namespace midstance::assessments {

// What is close to being raised, of an evaluation that explains everything: undecided rules of
// which a part holds, the most urgent first, then those with the fewest questions. A rule is left
// out where one as serious of its family holds at the site already. At most 20.
std::vector<v1::CloseRule> CloseRules(const rules::v1::Evaluation& explained);

// The questions that would settle rules: the most urgent first, then those that settle most rules.
// At most 30.
std::vector<rules::v1::Question> NotAsked(const rules::v1::Evaluation& evaluation);

}  // namespace midstance::assessments
