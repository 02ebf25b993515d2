#include <utility>

#include "services/assessments/answer.h"
#include "services/assessments/verbs.h"
#include "services/cases/engine/observation_check.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/cases/lifecycle.h"
#include "storage/tables/all.h"

namespace midstance::assessments {

absl::StatusOr<v1::RecordAssessmentResponse> RecordAssessment::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::RecordAssessmentRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent,
                             ResourceName::Parse(request.parent(), Kind::kCase, "parent"));
  MIDSTANCE_RETURN_IF_ERROR(CheckContent(engine, request.assessment()));
  MIDSTANCE_ASSIGN_OR_RETURN(auto a_case, writer.Get<v1::Case>(parent.str()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(a_case));

  v1::RecordAssessmentResponse response;
  auto& assessment = *response.mutable_assessment();
  assessment = request.assessment();
  cases::ConvertUnits(engine.rules(), assessment);
  cases::Enter(call, parent, Kind::kAssessment, assessment);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(assessment, call.now));
  if (cases::MayMove(a_case, cases::Move::kAssess)) {
    MIDSTANCE_RETURN_IF_ERROR(
        cases::Apply(a_case, cases::Move::kAssess, "", call.now, call.principal.name));
    MIDSTANCE_RETURN_IF_ERROR(writer.Update(a_case, call.now));
  }

  MIDSTANCE_RETURN_IF_ERROR(follow_ups.Follow(call, writer, a_case, {.examined = &assessment}));
  const cases::RecordChange change{.patient_id = parent.patient(),
                                   .added = cases::ReportsOf(assessment, call.now),
                                   .withdrawn = {}};
  MIDSTANCE_ASSIGN_OR_RETURN(auto consequences, cases::RunRules(call, writer, engine, change));
  FillAnswer(std::move(consequences), response);
  return response;
}

}  // namespace midstance::assessments
