#include "services/worklist/register.h"

#include "midstance/v1/worklist_service.pb.h"
#include "services/worklist/verbs.h"

namespace midstance::worklist {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(ListWorklist{deps.sealer, deps.calendar, deps.settings});
}

}  // namespace midstance::worklist
