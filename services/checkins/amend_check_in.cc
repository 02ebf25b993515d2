#include <utility>

#include "services/cases/engine/observation_check.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/checkins/answer.h"
#include "services/checkins/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"

namespace midstance::checkins {

absl::StatusOr<v1::RecordCheckInResponse> AmendCheckIn::operator()(
    const rpc::Call& call, storage::Writer& writer, const v1::AmendCheckInRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(request.name(), Kind::kCheckIn));
  MIDSTANCE_RETURN_IF_ERROR(CheckContent(engine, request.check_in()));
  MIDSTANCE_ASSIGN_OR_RETURN(auto old, writer.Get<v1::CheckIn>(name.str()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(old, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(cases::StillCounts("midstance.v1/CheckIn", old.name(), old.state()));

  v1::RecordCheckInResponse response;
  auto& check_in = *response.mutable_check_in();
  check_in = request.check_in();
  cases::ConvertUnits(engine.rules(), check_in);
  if (!check_in.has_occurred_time()) *check_in.mutable_occurred_time() = old.occurred_time();
  cases::Enter(call, *name.Parent(), Kind::kCheckIn, check_in);
  check_in.set_amends(old.name());
  check_in.set_change_reason(request.reason());
  check_in.set_change_author(call.principal.name);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(check_in, call.now));
  old.set_amended_by(check_in.name());
  MIDSTANCE_RETURN_IF_ERROR(
      cases::Withdraw(call, writer, v1::RECORD_STATE_AMENDED, request.reason(), old));

  const cases::RecordChange change{.patient_id = name.patient(),
                                   .added = cases::ReportsOf(check_in, call.now),
                                   .withdrawn = old.name()};
  MIDSTANCE_ASSIGN_OR_RETURN(auto consequences, cases::RunRules(call, writer, engine, change));
  FillAnswer(std::move(consequences), response);
  return response;
}

}  // namespace midstance::checkins
