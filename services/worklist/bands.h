#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <vector>

#include "midstance/config/v1/worklist_settings.pb.h"
#include "midstance/v1/worklist_service.pb.h"
#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "services/worklist/source.h"

namespace midstance::worklist {

// What a list is made from; all of it outlives the sources.
struct Ground {
  const rpc::Call& call;
  const storage::Reader& reader;
  const schedule::ClinicCalendar& calendar;
  const config::v1::WorklistSettings& settings;
  const v1::ListWorklistRequest& request;
};

// Where the candidates of a band come from; together they are in the order of their places. From
// behind `after`, which is of the same band, unless it is nullptr.
absl::StatusOr<std::vector<std::unique_ptr<Source>>> SourcesOf(const Ground& ground, Band band,
                                                               const Place* after);

}  // namespace midstance::worklist
