#include "services/checkins/register.h"

#include "midstance/v1/check_in_service.pb.h"
#include "services/checkins/verbs.h"

namespace midstance::checkins {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(RecordCheckIn{deps.engine});
  table.Serve(BatchRecordCheckIns{deps.engine, deps.schema});
  table.Serve(AmendCheckIn{deps.engine});
  table.Serve(RetractCheckIn{deps.engine});
  table.Serve(GetCheckIn);
  table.Serve(ListCheckIns{deps.sealer});
  table.Serve(IssueCheckInLink{deps.random});
  table.Serve(RevokeCheckInLink{deps.authenticator});
  table.Serve(GetCheckInForm{deps.engine});
}

}  // namespace midstance::checkins
