#include "midstance/v1/outcome_service.pb.h"
#include "services/cases/engine/recording.h"
#include "services/cases/live.h"
#include "services/outcomes/checks.h"
#include "services/outcomes/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::outcomes {

absl::StatusOr<v1::OutcomeScore> AmendOutcomeScore::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::AmendOutcomeScoreRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name,
                             ResourceName::Parse(request.name(), Kind::kOutcomeScore));
  v1::OutcomeScore record = request.outcome_score();
  MIDSTANCE_RETURN_IF_ERROR(ScoreRecord(library, record));
  MIDSTANCE_ASSIGN_OR_RETURN(auto old, writer.Get<v1::OutcomeScore>(name.str()));
  MIDSTANCE_RETURN_IF_ERROR(cases::PatientIsLive(writer, name.str()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(old, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::StillCounts("midstance.v1/OutcomeScore", old.name(), old.state()));

  if (!record.has_occurred_time()) *record.mutable_occurred_time() = old.occurred_time();
  cases::Enter(call, *name.Parent(), Kind::kOutcomeScore, record);
  record.set_amends(old.name());
  record.set_change_reason(request.reason());
  record.set_change_author(call.principal.name);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(record, call.now));
  old.set_amended_by(record.name());
  MIDSTANCE_RETURN_IF_ERROR(
      cases::Withdraw(call, writer, v1::RECORD_STATE_AMENDED, request.reason(), old));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, writer.Get<v1::Case>(name.case_name()));
  MIDSTANCE_RETURN_IF_ERROR(
      follow_ups.Follow(call, writer, of, {.measured = &record, .withdrawn = old.name()}));
  return record;
}

}  // namespace midstance::outcomes
