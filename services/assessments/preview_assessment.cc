#include "services/assessments/answer.h"
#include "services/assessments/verbs.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/cases/lifecycle.h"
#include "storage/tables/all.h"

namespace midstance::assessments {

absl::StatusOr<v1::PreviewAssessmentResponse> PreviewAssessment::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::PreviewAssessmentRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent,
                             ResourceName::Parse(request.parent(), Kind::kCase, "parent"));
  MIDSTANCE_RETURN_IF_ERROR(CheckContent(engine, request.assessment()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto a_case, reader.Get<v1::Case>(parent.str()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(a_case));

  auto assessment = request.assessment();
  cases::Enter(call, parent, Kind::kAssessment, assessment);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto before, engine.TimelineOf(reader, parent.patient()));
  const auto timeline = before->With(engine.rules(), cases::ReportsOf(assessment, call.now));
  v1::PreviewAssessmentResponse response;
  *response.mutable_evaluation() = engine.Evaluate(timeline, cases::AsOf(timeline, call.now));
  return response;
}

}  // namespace midstance::assessments
