#pragma once

#include <absl/status/status.h>

#include <string>
#include <vector>

#include "midstance/v1/patient.pb.h"
#include "storage/store.h"

// Archived and merged records.
namespace midstance::patients {

// STATE_FORBIDS when the record was merged into another.
absl::Status NotMerged(const v1::Patient& patient);
// STATE_FORBIDS when she is archived.
absl::Status NotArchived(const v1::Patient& patient);
// STATE_FORBIDS while records are merged into hers.
absl::Status NothingMergedIn(const v1::Patient& patient);

// Nothing of her is under way, in her record and in those merged into it: OPEN_ESCALATIONS, or
// STATE_FORBIDS with an open case in the slot "case".
absl::Status NothingUnderWay(const storage::Reader& reader, const v1::Patient& patient);
// Nothing of what goes on without a case waits in her record: STATE_FORBIDS with a referral that is
// neither acted on nor closed in the slot "referral", or with a planned follow-up in the slot
// "follow_up".
absl::Status NothingOutlivesTheCases(const storage::Reader& reader, const v1::Patient& patient);

// Users of `more` who are not in `team`, in their order.
std::vector<std::string> Missing(const google::protobuf::RepeatedPtrField<std::string>& team,
                                 const google::protobuf::RepeatedPtrField<std::string>& more);

}  // namespace midstance::patients
