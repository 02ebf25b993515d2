#include "midstance/v1/outcome_service.pb.h"
#include "services/cases/engine/recording.h"
#include "services/cases/live.h"
#include "services/outcomes/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::outcomes {

absl::StatusOr<v1::OutcomeScore> RetractOutcomeScore(
    const rpc::Call& call, storage::Writer& writer, const v1::RetractOutcomeScoreRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto record, writer.Get<v1::OutcomeScore>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(cases::PatientIsLive(writer, request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(record, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::StillCounts("midstance.v1/OutcomeScore", record.name(), record.state()));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::Withdraw(call, writer, v1::RECORD_STATE_RETRACTED, request.reason(), record));
  return record;
}

}  // namespace midstance::outcomes
