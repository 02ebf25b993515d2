#pragma once

#include "services/rpc/verbs.h"
#include "services/running/verbs.h"
#include "services/schedule/clinic_calendar.h"
#include "support/tokens.h"

namespace midstance::running {

// What the verbs refer to; it outlives the table of verbs.
struct Deps {
  const TokenSealer& sealer;
  const Table& table;
  const schedule::ClinicCalendar& calendar;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::running
