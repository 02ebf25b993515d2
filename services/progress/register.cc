#include "services/progress/register.h"

#include "midstance/v1/progress_service.pb.h"
#include "services/progress/verbs.h"

namespace midstance::progress {

void Register(rpc::VerbTable& table) {
  table.Serve(GetAdherence);
  table.Serve(GetProgress);
}

}  // namespace midstance::progress
