#pragma once

#include <string>

#include "midstance/v1/case_service.pb.h"

namespace midstance::cli {

// What the rules say, and why or why not, as an indented tree of plain sentences.
std::string FormatExplanation(const v1::EvaluateCaseResponse& response);

}  // namespace midstance::cli
