#include <utility>

#include "services/checkins/answer.h"
#include "services/checkins/texts.h"
#include "services/checkins/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"

namespace midstance::checkins {

absl::StatusOr<v1::RecordCheckInResponse> RetractCheckIn::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::RetractCheckInRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(request.name(), Kind::kCheckIn));
  v1::RecordCheckInResponse response;
  auto& check_in = *response.mutable_check_in();
  MIDSTANCE_ASSIGN_OR_RETURN(check_in, writer.Get<v1::CheckIn>(name.str()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(check_in, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::StillCounts("midstance.v1/CheckIn", check_in.name(), check_in.state()));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::Withdraw(call, writer, v1::RECORD_STATE_RETRACTED, request.reason(), check_in));

  const cases::RecordChange change{
      .patient_id = name.patient(), .added = {}, .withdrawn = check_in.name()};
  MIDSTANCE_ASSIGN_OR_RETURN(auto consequences, cases::RunRules(call, writer, engine, change));
  // Staff take back, and are answered in English.
  FillAnswer(std::move(consequences), WordsFor(""), response);
  return response;
}

}  // namespace midstance::checkins
