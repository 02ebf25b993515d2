#pragma once

#include "midstance/v1/escalation.pb.h"
#include "services/cases/state_then.h"
#include "support/time.h"

// What a timeline told of a resource at a moment of the past, as far as the resource keeps it.
namespace midstance::cases {

// Puts back what has changed since and is no entry of its own. False: it was not there yet.
template <class M>
bool PutBack(Instant /*then*/, M& /*resource*/) {
  return true;
}
template <class M>
requires requires(M& record) { record.amended_by(); }
bool PutBack(Instant then, M& record) {
  record.set_state(StateThen(record, then));
  return record.state() != v1::RECORD_STATE_UNSPECIFIED;
}
// Its title is that of the highest rule that had held by then.
bool PutBack(Instant then, v1::Escalation& escalation);

}  // namespace midstance::cases
