#pragma once

#include "midstance/config/v1/worklist_settings.pb.h"
#include "services/rpc/verbs.h"
#include "services/schedule/clinic_calendar.h"
#include "support/tokens.h"

namespace midstance::worklist {

// What the verb refers to; outlives the table.
struct Deps {
  const TokenSealer& sealer;
  const schedule::ClinicCalendar& calendar;
  const config::v1::WorklistSettings& settings;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::worklist
