#include "midstance/v1/outcome_service.pb.h"
#include "services/cases/engine/recording.h"
#include "services/cases/lifecycle.h"
#include "services/cases/live.h"
#include "services/outcomes/checks.h"
#include "services/outcomes/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::outcomes {

absl::StatusOr<v1::OutcomeScore> RecordOutcomeScore::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::RecordOutcomeScoreRequest& request) const {
  v1::OutcomeScore record = request.outcome_score();
  MIDSTANCE_RETURN_IF_ERROR(ScoreRecord(library, record));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, cases::LiveCase(writer, request.parent()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(of));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent, ResourceName::Parse(of.name()));
  cases::Enter(call, parent, Kind::kOutcomeScore, record);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(record, call.now));
  MIDSTANCE_RETURN_IF_ERROR(follow_ups.Follow(call, writer, of, {.measured = &record}));
  return record;
}

}  // namespace midstance::outcomes
