#pragma once

#include "services/cases/engine/engines.h"
#include "services/measures/library.h"
#include "services/rpc/verbs.h"
#include "services/schedule/clinic_calendar.h"
#include "support/tokens.h"

namespace midstance::reports {

// What the verbs refer to; outlives the table.
struct Deps {
  const measures::Library& library;
  const schedule::ClinicCalendar& calendar;
  const cases::Engines& engines;
  const TokenSealer& sealer;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::reports
