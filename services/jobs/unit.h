#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/time.h"

// What all that the jobs write has in common.
namespace midstance::jobs {

// As whom the audit trail knows them.
inline constexpr char kActor[] = "system/jobs";

// A call of the jobs' own: the same ids whenever the same is looked at in the same moment.
rpc::Call CallOf(std::string_view about, Instant now);

// What the writer recorded, with its line of the audit trail. Nothing where it recorded nothing:
// then nothing is written, and the trail tells of nothing.
storage::WriteUnit UnitOf(storage::Writer& writer, std::string_view action, Instant now,
                          std::string_view rule_set_digest = {});

// Whether the patient is deleted. RESOURCE_NOT_FOUND when there is none.
absl::StatusOr<bool> IsDeleted(const storage::Reader& reader, std::string_view patient_name);

}  // namespace midstance::jobs
