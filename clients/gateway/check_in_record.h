#pragma once

#include <absl/status/status.h>

#include <string>
#include <string_view>

#include "clients/gateway/check_in_entry.h"
#include "midstance/v1/check_in_service.pb.h"

namespace midstance::gateway {

// What the server is asked for an entry.
struct CheckInCall {
  std::string method = {};
  std::string request = {};   // its bytes
  v1::CheckIn check_in = {};  // the one in it
  bool occurred = false;      // it tells a time of its own
};

// Makes the entry ready for what the server asks now; with `change` filled in with what it has.
void Begin(const v1::CheckInForm& form, bool change, CheckInEntry& entry);

// Records the answers, or replaces the check-in that the entry changes. `occurred` is when the
// phone took them, if they could not be sent then; what is no time is as if there were none.
CheckInCall CallFor(const std::string& a_case, const CheckInEntry& entry,
                    const checkin::Answers& answers, std::string_view occurred, const Texts& texts);
// The same without the time that the phone told.
CheckInCall WithoutTime(const CheckInCall& call);
bool IsAboutTheTime(const absl::Status& problem);

// What the server said is wrong, by the names of the fields.
Problems ProblemsOf(const absl::Status& problem, const CheckInCall& call, const Texts& texts);

}  // namespace midstance::gateway
