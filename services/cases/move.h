#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "services/cases/lifecycle.h"
#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::cases {

// What a request to move a case says.
struct MoveAsked {
  const std::string& name;
  const std::string& etag;
  const std::string& reason;
};

// The moved case, with all checked that its row of the table needs and nothing written yet.
absl::StatusOr<v1::Case> Moved(const rpc::Call& call, const storage::Reader& reader,
                               const MoveAsked& asked, Move move);

// The ended case that `asked` names, when a new one may go on from it.
absl::StatusOr<v1::Case> Reopenable(const rpc::Call& call, const storage::Reader& reader,
                                    const schedule::ClinicCalendar& calendar,
                                    const MoveAsked& asked);

// One step of a case's life, for any request with name, etag and reason.
template <class Request>
absl::StatusOr<v1::Case> MoveCase(const rpc::Call& call, storage::Writer& writer,
                                  const Request& request, Move move) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto moved, Moved(call, writer, {request.name(), request.etag(), request.reason()}, move));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(moved, call.now));
  return moved;
}

}  // namespace midstance::cases
