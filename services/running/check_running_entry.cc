#include "midstance/v1/running_service.pb.h"
#include "services/running/entry.h"
#include "services/running/load_facts.h"
#include "services/running/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::running {

absl::StatusOr<v1::CheckRunningEntryResponse> CheckRunningEntry::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::CheckRunningEntryRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, reader.Get<v1::Case>(request.parent()));
  MIDSTANCE_ASSIGN_OR_RETURN(const Facts facts,
                             FactsOf(reader, of, calendar.DateOf(call.now), calendar));
  const auto conditions =
      EntryOf(table, facts, request.tests(), BoneConcern(facts.flags), call.now);
  v1::CheckRunningEntryResponse response;
  response.set_met(AllMet(conditions));
  response.mutable_conditions()->Assign(conditions.begin(), conditions.end());
  return response;
}

}  // namespace midstance::running
