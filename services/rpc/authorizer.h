#pragma once

#include "services/rpc/call.h"
#include "storage/store.h"

namespace midstance::rpc {

// Does the caller reach the resource that the call names? Asked inside the snapshot that the verb
// decides on, so that nothing can change in between. OUT_OF_SCOPE for a clinician answers alike for
// a stranger's and an absent patient.
//   lead clinician, coordinator   every patient of the clinic
//   clinician                     patients whose care team names her; the verb's query limits lists
//   check-in link                 its one case and what lies under it
//   reply link                    its one referral
// Resources outside patients/ are guarded by role alone. Role was checked before the body was read.
absl::Status Authorize(const Call& call, const storage::Reader& reader);

}  // namespace midstance::rpc
