#include <utility>

#include "services/assessments/answer.h"
#include "services/assessments/verbs.h"
#include "services/cases/engine/observation_check.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"

namespace midstance::assessments {

absl::StatusOr<v1::RecordAssessmentResponse> AmendAssessment::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::AmendAssessmentRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name,
                             ResourceName::Parse(request.name(), Kind::kAssessment));
  MIDSTANCE_RETURN_IF_ERROR(CheckContent(engine, request.assessment()));
  MIDSTANCE_ASSIGN_OR_RETURN(auto old, writer.Get<v1::Assessment>(name.str()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(old, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(cases::StillCounts("midstance.v1/Assessment", old.name(), old.state()));

  v1::RecordAssessmentResponse response;
  auto& assessment = *response.mutable_assessment();
  assessment = request.assessment();
  cases::ConvertUnits(engine.rules(), assessment);
  if (!assessment.has_occurred_time()) *assessment.mutable_occurred_time() = old.occurred_time();
  cases::Enter(call, *name.Parent(), Kind::kAssessment, assessment);
  assessment.set_amends(old.name());
  assessment.set_change_reason(request.reason());
  assessment.set_change_author(call.principal.name);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(assessment, call.now));
  old.set_amended_by(assessment.name());
  MIDSTANCE_RETURN_IF_ERROR(
      cases::Withdraw(call, writer, v1::RECORD_STATE_AMENDED, request.reason(), old));

  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, writer.Get<v1::Case>(name.case_name()));
  MIDSTANCE_RETURN_IF_ERROR(
      follow_ups.Follow(call, writer, of, {.examined = &assessment, .withdrawn = old.name()}));
  const cases::RecordChange change{.patient_id = name.patient(),
                                   .added = cases::ReportsOf(assessment, call.now),
                                   .withdrawn = old.name()};
  MIDSTANCE_ASSIGN_OR_RETURN(auto consequences, cases::RunRules(call, writer, engine, change));
  FillAnswer(std::move(consequences), response);
  return response;
}

}  // namespace midstance::assessments
