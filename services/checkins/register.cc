#include "services/checkins/register.h"

#include "midstance/v1/check_in_service.pb.h"
#include "services/checkins/verbs.h"

namespace midstance::checkins {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(RecordCheckIn{deps.engines});
  table.Serve(BatchRecordCheckIns{deps.engines, deps.schema});
  table.Serve(AmendCheckIn{deps.engines});
  table.Serve(RetractCheckIn{deps.engines});
  table.Serve(GetCheckIn);
  table.Serve(ListCheckIns{deps.sealer});
  table.Serve(IssueCheckInLink{deps.random});
  table.Serve(RevokeCheckInLink{deps.authenticator});
  table.Serve(GetCheckInForm{deps.engines});
}

}  // namespace midstance::checkins
