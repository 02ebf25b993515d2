#include "services/reports/register.h"

#include "midstance/v1/report_service.pb.h"
#include "services/reports/verbs.h"

namespace midstance::reports {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(ListReports{deps.sealer});
  table.Serve(RunReport{deps.library, deps.calendar, deps.engines, deps.worklist, deps.sealer});
  table.Serve(RenderReport{deps.library, deps.calendar, deps.engines, deps.worklist});
}

}  // namespace midstance::reports
