#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/check_in_service.pb.h"
#include "tests/e2e/kill/ledger.h"

// What a client does and sees, in one call each.
namespace midstance::e2e {

struct Place {
  v1::Area area;
  v1::Side side;

  std::string Words() const { return v1::Area_Name(area) + " " + v1::Side_Name(side); }
};

// Swollen, warm and red: a flag by itself.
v1::CheckIn Hot(const Place& place);
// No flag.
v1::CheckIn Quiet(const Place& place);
// Swelling that rest does not settle: two of them a week apart are a flag.
v1::CheckIn Unsettled(const Place& place, std::chrono::system_clock::time_point observed);

absl::StatusOr<v1::RecordCheckInResponse> Record(const Session& session, const std::string& a_case,
                                                 const v1::CheckIn& check_in,
                                                 const std::string& request_id);
// Names of the case's escalations of a family at a place.
std::vector<std::string> Listed(const Session& session, const std::string& a_case,
                                std::string_view family, const Place& place);
bool HoldsIn(const rules::v1::Evaluation& evaluation, std::string_view family, const Place& place);
// Whether the rules say now that a rule of the family holds there.
bool Holds(const Session& session, const std::string& a_case, std::string_view family,
           const Place& place);
// Where a Watch of the case stands now.
absl::StatusOr<std::string> TokenNow(const Session& session, const std::string& a_case);
// How often a Watch that resumes at `token` tells that the resource was created, up to the end of
// the transaction in which it was; `token` is moved there. How the stream ended when it did not
// come, within 10 seconds.
absl::StatusOr<int> TimesTold(const Session& session, const std::string& a_case, std::string& token,
                              const std::string& name);

}  // namespace midstance::e2e
