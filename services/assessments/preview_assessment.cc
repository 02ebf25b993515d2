#include <optional>
#include <utility>

#include "services/assessments/answer.h"
#include "services/assessments/examination.h"
#include "services/assessments/outlook.h"
#include "services/assessments/verbs.h"
#include "services/cases/engine/ages.h"
#include "services/cases/engine/observation_check.h"
#include "services/cases/engine/person.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/cases/lifecycle.h"
#include "services/rules/late.h"
#include "storage/tables/all.h"

namespace midstance::assessments {

absl::StatusOr<v1::PreviewAssessmentResponse> PreviewAssessment::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::PreviewAssessmentRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(reader, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent,
                             ResourceName::Parse(request.parent(), Kind::kCase, "parent"));
  MIDSTANCE_RETURN_IF_ERROR(CheckContent(engine, request.assessment()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto a_case, reader.Get<v1::Case>(parent.str()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(a_case));

  auto assessment = request.assessment();
  cases::ConvertUnits(engine.rules(), assessment);
  cases::Enter(call, parent, Kind::kAssessment, assessment);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto before, engine.TimelineOf(reader, parent.patient()));
  auto reports = cases::ReportsOf(assessment, call.now);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, cases::PersonOf(reader, parent.patient()));
  cases::AddAges(person.born, engine.calendar(), reports);
  const auto timeline = before->With(engine.rules(), reports);
  const Instant since = reports.empty() ? Instant::max() : reports.front().observed;
  auto findings = engine.Look(timeline, call.now, {.since = since, .added = assessment.name()});
  v1::PreviewAssessmentResponse response;
  *response.mutable_evaluation() = std::move(findings.evaluation);
  // What the report would raise although later ones deny it.
  for (auto& late : findings.late) {
    if (!rules::RestsOn(late, assessment.name())) continue;
    *response.mutable_evaluation()->add_results() = std::move(late);
  }
  constexpr bool kExplainAll = true;
  for (auto& close : CloseRules(engine.EvaluateNow(timeline, call.now, kExplainAll))) {
    *response.add_close() = std::move(close);
  }
  for (auto& question : NotAsked(response.evaluation())) {
    *response.add_not_asked() = std::move(question);
  }
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto considered,
      considerer.OfPatient(reader, parent.patient(), call.now, std::nullopt, reports));
  for (auto& one : considered) *response.add_considerations() = std::move(one);
  *response.mutable_examination() = Examine(engine.rules(), assessment);
  return response;
}

}  // namespace midstance::assessments
