#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "midstance/v1/outcome_score.pb.h"

namespace midstance::cli {

using FormAnswers = google::protobuf::RepeatedPtrField<v1::SubscaleAnswers>;

// Reads the answers to an outcome measure: "2,1,-,0" for a measure without subscales,
// "pain=2,1,-,0" for one of its subscales; "-" is an item that was left blank. `activities` are the
// names of the items of the first word, where the patient named them. INVALID_ARGUMENT tells which
// word is wrong.
absl::StatusOr<FormAnswers> ParseForm(const std::vector<std::string>& words,
                                      const std::vector<std::string>& activities);

// "measures/lefs" of "lefs".
std::string MeasureName(const std::string& name);

}  // namespace midstance::cli
