#pragma once

#include <vector>

#include "midstance/v1/case_workflow.pb.h"
#include "services/cases/endings.h"
#include "services/rpc/verbs.h"
#include "services/schedule/clinic_calendar.h"
#include "support/tokens.h"

namespace midstance::cases {

// What the verbs refer to; outlives the table.
struct Deps {
  const TokenSealer& sealer;
  // Of the clinics that have any; each clinic once.
  const std::vector<v1::DirectAccessLimits>& direct_access;
  const Endings& endings;
  const schedule::ClinicCalendar& calendar;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::cases
