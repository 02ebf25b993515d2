#pragma once

#include <absl/status/status.h>

#include "midstance/v1/escalation.pb.h"
#include "storage/store.h"

namespace midstance::v1 {
class AcknowledgeEscalationRequest;
}  // namespace midstance::v1

namespace midstance::escalations {

// FIELD_INVALID unless the step is one for so urgent an escalation, and who takes it over is told
// exactly when somebody does: another clinician who may sign in and sees the patient. `caller` is
// who answers, "users/{user}".
absl::Status CheckFirstStep(const storage::Reader& reader, const std::string& caller,
                            const v1::Escalation& escalation,
                            const v1::AcknowledgeEscalationRequest& request);

}  // namespace midstance::escalations
