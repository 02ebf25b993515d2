#pragma once

#include "midstance/config/v1/worklist_settings.pb.h"
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
  const config::v1::WorklistSettings& worklist;
  const TokenSealer& sealer;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::reports
