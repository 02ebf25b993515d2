#pragma once

#include <absl/status/statusor.h>

#include "services/cases/live.h"
#include "services/programs/lifecycle.h"
#include "services/rpc/call.h"
#include "services/rpc/etag.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::programs {

// One step of a home program's life, for any request with name, etag and reason.
template <class Request>
absl::StatusOr<v1::Enrollment> MoveEnrollment(const rpc::Call& call, storage::Writer& writer,
                                              const Request& request, v1::Enrollment::State to,
                                              const schedule::ClinicCalendar& calendar) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto moved, writer.Get<v1::Enrollment>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(cases::PatientIsLive(writer, request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(moved, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(Move(moved, to, request.reason(), call.now, calendar));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(moved, call.now));
  return moved;
}

}  // namespace midstance::programs
