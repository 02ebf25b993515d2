#include "services/cases/register.h"

#include "midstance/v1/case_service.pb.h"
#include "services/cases/verbs.h"

namespace midstance::cases {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(CreateCase);
  table.Serve(GetCase);
  table.Serve(ListCases{deps.sealer});
  table.Serve(UpdateCase);
  table.Serve(OpenCase);
  table.Serve(StartProgram);
  table.Serve(MarkReviewDue);
  table.Serve(ReferCase);
  table.Serve(PlanDischarge);
  table.Serve(HoldCase);
  table.Serve(ResumeCase);
  table.Serve(DischargeCase{deps.endings});
  table.Serve(CloseCase{deps.endings});
  table.Serve(ReopenCase{deps.calendar});
  table.Serve(CheckCase{deps.calendar, deps.direct_access});
  table.Serve(RenderCaseSummary{deps.calendar});
  table.Serve(ListTimelineEntries{deps.sealer, deps.calendar});
}

}  // namespace midstance::cases
