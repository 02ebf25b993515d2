#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "midstance/v1/escalation.pb.h"
#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"

namespace midstance::v1 {
class ResolveEscalationRequest;
}  // namespace midstance::v1

namespace midstance::escalations {

// Plans the follow-up by which somebody looks at the escalation again, where the request tells a
// time: its name, or empty. FIELD_INVALID when a time is needed and not told, or not one in the
// time that there is; STATE_FORBIDS when one is told where nothing can be planned.
absl::StatusOr<std::string> PlanToLookAgain(const rpc::Call& call,
                                            const schedule::ClinicCalendar& calendar,
                                            const v1::Escalation& escalation,
                                            const v1::ResolveEscalationRequest& request,
                                            storage::Writer& writer);

}  // namespace midstance::escalations
