#include "midstance/v1/outcome_service.pb.h"
#include "services/cases/engine/recording.h"
#include "services/cases/live.h"
#include "services/outcomes/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::outcomes {

absl::StatusOr<v1::OutcomeScore> RetractOutcomeScore::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::RetractOutcomeScoreRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name,
                             ResourceName::Parse(request.name(), Kind::kOutcomeScore));
  MIDSTANCE_ASSIGN_OR_RETURN(auto record, writer.Get<v1::OutcomeScore>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(cases::PatientIsLive(writer, request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(record, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::StillCounts("midstance.v1/OutcomeScore", record.name(), record.state()));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::Withdraw(call, writer, v1::RECORD_STATE_RETRACTED, request.reason(), record));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, writer.Get<v1::Case>(name.case_name()));
  MIDSTANCE_RETURN_IF_ERROR(follow_ups.Follow(call, writer, of, {.withdrawn = record.name()}));
  return record;
}

}  // namespace midstance::outcomes
