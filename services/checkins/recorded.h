#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <string_view>

#include "midstance/v1/check_in.pb.h"
#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/names.h"

// How a check-in is known again by the request id that a device gave it.
namespace midstance::checkins {

// What follows from who records and the id that she gave the record, and from nothing else.
struct RecordKey {
  std::string id;  // of the check-in's name; sorts by the time in the request id
  rpc::Seed seed;  // of the ids of what it opens
};

// Nothing for a request id that is no UUID of version 7: only these begin with the time, so that
// names made of them sort as all others do.
std::optional<RecordKey> KeyOf(std::string_view principal, std::string_view request_id);

// Whether both tell the same. What only the server sets is not looked at, and exercises that it
// left out count as told.
bool SameContent(const v1::CheckIn& recorded, const v1::CheckIn& sent);

// The check-in that the key names, if it was recorded before, whatever became of it since.
// REQUEST_ID_REUSED when it tells something else than `sent`.
absl::StatusOr<std::optional<v1::CheckIn>> FindRecorded(const storage::Reader& reader,
                                                        const ResourceName& parent,
                                                        const RecordKey& key,
                                                        const v1::CheckIn& sent);

}  // namespace midstance::checkins
