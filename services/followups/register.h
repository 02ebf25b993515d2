#pragma once

#include "midstance/config/v1/follow_up_schedule.pb.h"
#include "services/rpc/verbs.h"
#include "services/schedule/clinic_calendar.h"
#include "support/tokens.h"

namespace midstance::followups {

// What the verbs refer to; outlives the table.
struct Deps {
  const TokenSealer& sealer;
  const schedule::ClinicCalendar& calendar;
  const config::v1::FollowUpSchedule& schedule;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::followups
