#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "midstance/config/v1/worklist_settings.pb.h"
#include "midstance/v1/delivery.pb.h"
#include "services/delivery/channel.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::delivery {

// What a delivery is by now.
struct Rendered {
  std::string gone = {};       // why there is nothing to send any more, in our words; else empty
  std::string unreached = {};  // why its recipient is reached by no try, in our words; else empty
  rules::v1::Urgency urgency = rules::v1::URGENCY_UNSPECIFIED;
  Message message = {};
};

struct RenderParts {
  const config::v1::WorklistSettings& worklist;
  const schedule::ClinicCalendar& calendar;
};

// A notice says when, how urgent, and which escalation: no patient's name, no finding. A letter's
// covering note says neither; its PDF is the one that was sent.
absl::StatusOr<Rendered> Render(const RenderParts& parts, const storage::Reader& reader,
                                const v1::Delivery& delivery, Instant now);

}  // namespace midstance::delivery
