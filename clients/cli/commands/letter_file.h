#pragma once

#include <string>

#include "clients/cli/context.h"
#include "midstance/v1/referral_service.pb.h"

namespace midstance::cli {

struct LetterOptions {
  std::string name;
  std::string as = "text";
  std::string output;
};

// Writes the letter where it is to go, and says of a PDF what a reader of it should know.
absl::Status WriteLetter(const Context& c, const v1::RenderReferralResponse& letter,
                         const std::string& path);

}  // namespace midstance::cli
