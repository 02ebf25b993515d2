#pragma once

#include <absl/status/statusor.h>

#include <cstddef>
#include <span>
#include <vector>

#include "midstance/v1/check_in_service.pb.h"
#include "services/cases/engine/engine.h"
#include "services/checkins/recorded.h"
#include "support/schema.h"
#include "support/time.h"

// The items of a batch by themselves, without a store.
namespace midstance::checkins {

struct BatchItem {
  std::size_t at = 0;  // position in the request
  RecordKey key;
  v1::CheckIn check_in;
};

// Reads an item as the door would read a RecordCheckIn of it: only what a client may set, texts
// normalized, every rule of the schema kept, and content that can be true. FIELD_INVALID, with the
// paths of a RecordCheckIn, else.
absl::StatusOr<BatchItem> ReadItem(const Schema& schema, const cases::RuleEngine& engine,
                                   std::string_view principal, Instant now,
                                   const v1::BatchRecordCheckInsRequest& request, std::size_t at);

// In the order of observation; of the same moment in the order of their ids.
void SortByObservation(std::vector<BatchItem>& items);

// What became of an item whose call would have ended with `refusal`.
void Refuse(const absl::Status& refusal, v1::CheckInResult& result);

}  // namespace midstance::checkins
