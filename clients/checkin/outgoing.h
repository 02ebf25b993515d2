#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <optional>
#include <string>

#include "clients/core/client.h"
#include "midstance/v1/check_in_service.pb.h"

namespace midstance::checkin {

// A check-in on its way. Sent twice it counts once: its request id is made once, whatever happens.
struct Outgoing {
  v1::CheckIn check_in = {};
  std::string request_id = {};
  // What it replaces, with its etag.
  std::optional<v1::CheckIn> amends = {};
};

// The calls of one link.
struct ServerCalls {
  std::function<absl::StatusOr<v1::CheckInForm>()> form;
  // `only_try` checks and keeps nothing; of an amendment it does nothing.
  std::function<absl::StatusOr<v1::RecordCheckInResponse>(const Outgoing&, bool only_try)> send;
};
// `client` carries the link's token.
ServerCalls CallsOf(const client::Client& client, const std::string& case_name,
                    const std::string& language);

// Sends what was kept in a file after a call of which nobody knows whether it arrived. That one
// told no time, as the server's clock counted then: if it arrived, its answer is given again.
// ERROR_REASON_REQUEST_ID_REUSED is left for a file whose answers are others than those that
// arrived; they are not taken.
absl::StatusOr<v1::RecordCheckInResponse> SendKept(const ServerCalls& calls, Outgoing kept,
                                                   bool only_try);

// Whether nobody knows if the call arrived: to be sent again.
bool IsUnreachable(const absl::Status& status);

}  // namespace midstance::checkin
