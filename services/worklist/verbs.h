#pragma once

#include <absl/status/statusor.h>

#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::config::v1 {
class WorklistSettings;
}  // namespace midstance::config::v1

namespace midstance::v1 {
class ListWorklistRequest;
class ListWorklistResponse;
}  // namespace midstance::v1

// The method of WorklistService; what it promises stands in the proto.
namespace midstance::worklist {

// Reads no more rows than the page needs, and gives a shorter page rather than looking at more than
// some thousand rows that are not for the caller.
struct ListWorklist {
  const TokenSealer& sealer;
  const schedule::ClinicCalendar& calendar;
  const config::v1::WorklistSettings& settings;

  absl::StatusOr<v1::ListWorklistResponse> operator()(const rpc::Call& call,
                                                      const storage::Reader& reader,
                                                      const v1::ListWorklistRequest& request) const;
};

}  // namespace midstance::worklist
