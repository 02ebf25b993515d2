#include <utility>

#include "services/assessments/answer.h"
#include "services/assessments/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"

namespace midstance::assessments {

absl::StatusOr<v1::RecordAssessmentResponse> RetractAssessment::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::RetractAssessmentRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name,
                             ResourceName::Parse(request.name(), Kind::kAssessment));
  v1::RecordAssessmentResponse response;
  auto& assessment = *response.mutable_assessment();
  MIDSTANCE_ASSIGN_OR_RETURN(assessment, writer.Get<v1::Assessment>(name.str()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(assessment, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::StillCounts("midstance.v1/Assessment", assessment.name(), assessment.state()));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::Withdraw(call, writer, v1::RECORD_STATE_RETRACTED, request.reason(), assessment));

  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, writer.Get<v1::Case>(name.case_name()));
  MIDSTANCE_RETURN_IF_ERROR(follow_ups.Follow(call, writer, of, {.withdrawn = assessment.name()}));
  const cases::RecordChange change{
      .patient_id = name.patient(), .added = {}, .withdrawn = assessment.name()};
  MIDSTANCE_ASSIGN_OR_RETURN(auto consequences, cases::RunRules(call, writer, engine, change));
  FillAnswer(std::move(consequences), response);
  return response;
}

}  // namespace midstance::assessments
