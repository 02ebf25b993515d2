#pragma once

#include <absl/status/statusor.h>

#include "services/measures/library.h"
#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"

namespace midstance::v1 {
class Adherence;
class GetAdherenceRequest;
class GetProgressRequest;
class Progress;
}  // namespace midstance::v1

// The methods of ProgressService; what each promises stands in the proto.
namespace midstance::progress {

struct GetAdherence {
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::Adherence> operator()(const rpc::Call& call, const storage::Reader& reader,
                                           const v1::GetAdherenceRequest& request) const;
};

struct GetProgress {
  const measures::Library& library;
  const schedule::ClinicCalendar& calendar;

  absl::StatusOr<v1::Progress> operator()(const rpc::Call& call, const storage::Reader& reader,
                                          const v1::GetProgressRequest& request) const;
};

}  // namespace midstance::progress
