#pragma once

#include <absl/status/statusor.h>

#include "services/cases/lifecycle.h"
#include "services/cases/live.h"
#include "services/rpc/call.h"
#include "services/rpc/etag.h"
#include "storage/store.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::cases {

// One step of a case's life, for any request with name, etag and reason.
template <class Request>
absl::StatusOr<v1::Case> MoveCase(const rpc::Call& call, storage::Writer& writer,
                                  const Request& request, Move move) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto moved, LiveCase(writer, request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(moved, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(Apply(moved, move, request.reason(), call.now));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(moved, call.now));
  return moved;
}

}  // namespace midstance::cases
