#include "midstance/v1/check_in_service.pb.h"
#include "services/checkins/form.h"
#include "services/checkins/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"

namespace midstance::checkins {

absl::StatusOr<v1::CheckInForm> GetCheckInForm::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::GetCheckInFormRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(request.name(), Kind::kCase));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto a_case, reader.Get<v1::Case>(name.str()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto timeline, engine.TimelineOf(reader, name.patient()));
  return FormFor(engine.rules(), a_case, engine.EvaluateNow(*timeline, call.now));
}

}  // namespace midstance::checkins
