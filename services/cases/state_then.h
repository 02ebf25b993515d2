#pragma once

#include "midstance/v1/clinical.pb.h"
#include "support/time.h"

namespace midstance::cases {

// How a record (check-in, assessment, outcome score), of which only the present state is kept,
// stood then: what was amended or taken back later counted still. Unspecified: it was not there
// yet.
template <class Record>
v1::RecordState StateThen(const Record& record, Instant then) {
  if (InstantOf(record.create_time()) > then) return v1::RECORD_STATE_UNSPECIFIED;
  // A record changes once: when it is withdrawn.
  const bool was_changed = InstantOf(record.update_time()) <= then;
  return was_changed ? record.state() : v1::RECORD_STATE_ACTIVE;
}

}  // namespace midstance::cases
