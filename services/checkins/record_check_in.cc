#include <utility>

#include "services/cases/engine/observation_check.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/cases/lifecycle.h"
#include "services/checkins/answer.h"
#include "services/checkins/verbs.h"
#include "storage/tables/all.h"

namespace midstance::checkins {

absl::StatusOr<v1::RecordCheckInResponse> RecordCheckIn::operator()(
    const rpc::Call& call, storage::Writer& writer, const v1::RecordCheckInRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent,
                             ResourceName::Parse(request.parent(), Kind::kCase, "parent"));
  MIDSTANCE_RETURN_IF_ERROR(CheckContent(engine, request.check_in()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto a_case, writer.Get<v1::Case>(parent.str()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(a_case));

  v1::RecordCheckInResponse response;
  auto& check_in = *response.mutable_check_in();
  check_in = request.check_in();
  cases::ConvertUnits(engine.rules(), check_in);
  cases::Enter(call, parent, Kind::kCheckIn, check_in);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(check_in, call.now));

  const cases::RecordChange change{.patient_id = parent.patient(),
                                   .added = cases::ReportsOf(check_in, call.now),
                                   .withdrawn = {}};
  MIDSTANCE_ASSIGN_OR_RETURN(auto consequences, cases::RunRules(call, writer, engine, change));
  FillAnswer(std::move(consequences), response);
  return response;
}

}  // namespace midstance::checkins
