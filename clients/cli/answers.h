#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "midstance/v1/clinical.pb.h"

namespace midstance::cli {

// Findings as a request carries them.
struct Answers {
  google::protobuf::RepeatedPtrField<v1::SiteReport> reports;
  google::protobuf::RepeatedPtrField<v1::Observation> general;
};

// Reads "code=value" for `site`, "area/side:code=value" for another site, and "general:code=value"
// for the whole patient. A value is present, absent or not-asked, a number, which may have a unit
// ("20kg"), or a choice.
// INVALID_ARGUMENT tells which word is wrong.
absl::StatusOr<Answers> ParseAnswers(const std::string& site,
                                     const std::vector<std::string>& words);

}  // namespace midstance::cli
