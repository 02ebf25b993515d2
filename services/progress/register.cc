#include "services/progress/register.h"

#include "midstance/v1/progress_service.pb.h"
#include "services/progress/verbs.h"

namespace midstance::progress {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(GetAdherence{deps.calendar});
  table.Serve(GetProgress{deps.library, deps.calendar});
}

}  // namespace midstance::progress
