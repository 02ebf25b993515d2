#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "midstance/v1/enrollment.pb.h"

namespace midstance::cli {

// What a command says of exercises: each word is "exercise" or "exercise/side", each caution that
// is set aside "exercise=K3" or "exercise/side=K3", all of them for one reason.
struct PrescribedWords {
  std::vector<std::string> exercises;
  std::vector<std::string> set_aside;
  std::string why;
};

// "exercises/tr-iliacus" left of "tr-iliacus/left". INVALID_ARGUMENT for a side that is none.
absl::StatusOr<v1::PrescribedExercise> ParsePrescribedExercise(const std::string& word);

// All of it as a request carries it. INVALID_ARGUMENT tells which word is wrong.
absl::StatusOr<google::protobuf::RepeatedPtrField<v1::PrescribedExercise>> ParsePrescribedExercises(
    const PrescribedWords& words);

}  // namespace midstance::cli
