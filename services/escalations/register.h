#pragma once

#include "services/rpc/verbs.h"
#include "services/schedule/clinic_calendar.h"
#include "support/tokens.h"

namespace midstance::escalations {

// What the verbs refer to; outlives the table.
struct Deps {
  const TokenSealer& sealer;
  const schedule::ClinicCalendar& calendar;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::escalations
