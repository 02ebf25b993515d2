#pragma once

#include "services/measures/library.h"
#include "services/rpc/verbs.h"
#include "services/schedule/clinic_calendar.h"

namespace midstance::progress {

// What the verbs refer to; outlives the table.
struct Deps {
  const measures::Library& library;
  const schedule::ClinicCalendar& calendar;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::progress
