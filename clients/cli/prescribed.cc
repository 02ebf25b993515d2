#include "clients/cli/prescribed.h"

#include "clients/core/words.h"
#include "support/status.h"

namespace midstance::cli {
namespace {

absl::Status SetAside(const std::string& word, const std::string& why,
                      google::protobuf::RepeatedPtrField<v1::PrescribedExercise>& exercises) {
  const auto equals = word.find('=');
  if (equals == std::string::npos) {
    return absl::InvalidArgumentError("'" + word + "' is not like tr-calf/left=K1");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto named, ParsePrescribedExercise(word.substr(0, equals)));
  for (auto& exercise : exercises) {
    if (exercise.exercise() != named.exercise() || exercise.side() != named.side()) continue;
    auto& overridden = *exercise.add_overridden();
    overridden.set_caution(word.substr(equals + 1));
    overridden.set_reason(why);
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError("'" + word + "' is none of the exercises of this command");
}

}  // namespace

absl::StatusOr<v1::PrescribedExercise> ParsePrescribedExercise(const std::string& word) {
  const std::string prefix = "exercises/";
  const std::string rest = word.starts_with(prefix) ? word.substr(prefix.size()) : word;
  const auto slash = rest.find('/');
  v1::PrescribedExercise exercise;
  exercise.set_exercise(prefix + rest.substr(0, slash));
  if (slash != std::string::npos) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto side,
                               client::ParseWord<v1::Side>(rest.substr(slash + 1)));
    exercise.set_side(side);
  }
  return exercise;
}

absl::StatusOr<google::protobuf::RepeatedPtrField<v1::PrescribedExercise>> ParsePrescribedExercises(
    const PrescribedWords& words) {
  google::protobuf::RepeatedPtrField<v1::PrescribedExercise> exercises;
  for (const auto& word : words.exercises) {
    MIDSTANCE_ASSIGN_OR_RETURN(*exercises.Add(), ParsePrescribedExercise(word));
  }
  for (const auto& word : words.set_aside) {
    MIDSTANCE_RETURN_IF_ERROR(SetAside(word, words.why, exercises));
  }
  return exercises;
}

}  // namespace midstance::cli
