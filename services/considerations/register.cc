#include "services/considerations/register.h"

#include "midstance/v1/consideration_service.pb.h"
#include "services/considerations/verbs.h"

namespace midstance::considerations {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(GetConsideration{deps.considerer.library()});
  table.Serve(ListConsiderations{deps.considerer.library(), deps.sealer});
  table.Serve(ConsiderCase{deps.considerer});
}

}  // namespace midstance::considerations
