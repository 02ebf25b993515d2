#pragma once

#include <string>

#include "midstance/v1/referral.pb.h"
#include "tests/api/builders.h"

// What tests of the doctor's answer begin with.
namespace midstance::testing {

// A letter to Dr Okafor about a hot knee in this case, sent by fax.
v1::Referral SendLetter(Clinic& clinic, const std::string& sender, const std::string& a_case);
// As it is now.
v1::Referral ReadReferral(Clinic& clinic, const std::string& sender, const std::string& name);
// The token of a new link to answer it.
std::string IssueReplyLink(Clinic& clinic, const std::string& sender, const std::string& name);

}  // namespace midstance::testing
