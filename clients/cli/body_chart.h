#pragma once

#include <absl/status/statusor.h>

#include <string_view>

#include "midstance/v1/assessment.pb.h"

namespace midstance::cli {

// "front:hip/left:0.45,0.52", and with what it feels like and how strong it is from 0 to 10:
// "back:hip/right:0.6,0.55:stabbing:7". INVALID_ARGUMENT otherwise.
absl::StatusOr<v1::BodyMark> ParseMark(std::string_view text);

// "midstance:left:pelvic drop". INVALID_ARGUMENT otherwise.
absl::StatusOr<v1::GaitFinding> ParseGait(std::string_view text);

}  // namespace midstance::cli
