#include <string>
#include <utility>

#include "midstance/v1/outcome_service.pb.h"
#include "midstance/v1/program_service.pb.h"
#include "tests/api/request_builders.h"

namespace midstance::testing {
namespace {

void AddOutcomes(Builders& all) {
  Add<v1::ListMeasuresRequest>(all, Empty);
  Add<v1::GetMeasureRequest>(all, [](Stage& /*stage*/, v1::GetMeasureRequest& request) {
    request.set_name("measures/lefs");
  });
  Add<v1::ScoreMeasureRequest>(all, [](Stage& /*stage*/, v1::ScoreMeasureRequest& request) {
    const auto filled = Stage::OutcomeScoreToWrite();
    request.set_name(filled.measure());
    *request.mutable_answers() = filled.answers();
  });
  Add<v1::RecordOutcomeScoreRequest>(all, [](Stage& stage, v1::RecordOutcomeScoreRequest& request) {
    UnderCase(stage, request);
    *request.mutable_outcome_score() = Stage::OutcomeScoreToWrite();
  });
  Add<v1::AmendOutcomeScoreRequest>(all, [](Stage& stage, v1::AmendOutcomeScoreRequest& request) {
    Tagged<v1::AmendOutcomeScoreRequest, &Stage::NewOutcomeScore>(stage, request);
    *request.mutable_outcome_score() = Stage::OutcomeScoreToWrite();
  });
  Add<v1::RetractOutcomeScoreRequest>(
      all, Tagged<v1::RetractOutcomeScoreRequest, &Stage::NewOutcomeScore>);
  Add<v1::GetOutcomeScoreRequest>(all, Named<v1::GetOutcomeScoreRequest, &Stage::NewOutcomeScore>);
  Add<v1::ListOutcomeScoresRequest>(all, UnderCase);
  Add<v1::CompareOutcomeScoresRequest>(all,
                                       [](Stage& stage, v1::CompareOutcomeScoresRequest& request) {
                                         request.set_name(CaseOf(stage.NewOutcomeScore().name()));
                                       });
}

void AddRunning(Builders& all) {
  Add<v1::ListRunningStagesRequest>(all, Empty);
  Add<v1::CheckRunningEntryRequest>(all, UnderCase);
  Add<v1::StartRunningPlanRequest>(all, [](Stage& stage, v1::StartRunningPlanRequest& request) {
    UnderCase(stage, request);
    request.mutable_running_plan()->set_start_date(std::string(kCanaryOnset));
  });
  Add<v1::GetRunningPlanRequest>(all, Named<v1::GetRunningPlanRequest, &Stage::NewRunningPlan>);
  Add<v1::ListRunningPlansRequest>(all, UnderCase);
  Add<v1::ProposeRunningStageRequest>(
      all, Named<v1::ProposeRunningStageRequest, &Stage::NewRunningPlan>);
  Add<v1::DecideRunningStageRequest>(all, [](Stage& stage, v1::DecideRunningStageRequest& request) {
    Tagged<v1::DecideRunningStageRequest, &Stage::NewRunningPlan>(stage, request);
    request.set_move(v1::STAGE_MOVE_STOP);
  });
  Add<v1::SetPainRuleRequest>(all, [](Stage& stage, v1::SetPainRuleRequest& request) {
    Tagged<v1::SetPainRuleRequest, &Stage::NewRunningPlan>(stage, request);
    request.set_pain_rule(v1::RunningPlan::PAIN_RULE_NO_PAIN);
  });
  Add<v1::EndRunningPlanRequest>(all, Tagged<v1::EndRunningPlanRequest, &Stage::NewRunningPlan>);
  Add<v1::CheckRunRequest>(all, UnderCase);
  Add<v1::GetRunningLoadRequest>(all, UnderCase);
}

// ... and one exercise of its only prescription.
template <class Request, auto make>
void AboutAnExercise(Stage& stage, Request& request) {
  Tagged<Request, make>(stage, request);
  request.set_exercise(Stage::ExerciseToPrescribe().exercise());
  request.set_side(Stage::ExerciseToPrescribe().side());
  if constexpr (requires { request.set_start_date(std::string()); }) {
    request.set_start_date("2026-01-08");
  }
}

void AddPrograms(Builders& all) {
  Add<v1::ListExercisesRequest>(all, Empty);
  Add<v1::GetExerciseRequest>(all, [](Stage& /*stage*/, v1::GetExerciseRequest& request) {
    request.set_name("exercises/tr-iliacus");
  });
  Add<v1::CreateProgramRequest>(all, [](Stage& /*stage*/, v1::CreateProgramRequest& request) {
    *request.mutable_program() = Stage::ProgramToWrite();
  });
  Add<v1::GetProgramRequest>(all, Named<v1::GetProgramRequest, &Stage::NewProgram>);
  Add<v1::ListProgramsRequest>(all, Empty);
  Add<v1::UpdateProgramRequest>(all, [](Stage& stage, v1::UpdateProgramRequest& request) {
    Change(*request.mutable_program(), stage.NewProgram(), "title", *request.mutable_update_mask());
    *request.mutable_program()->mutable_exercises() = Stage::ProgramToWrite().exercises();
    request.mutable_program()->set_title("Back to running, later");
  });
  Add<v1::PublishProgramRequest>(all, Tagged<v1::PublishProgramRequest, &Stage::NewProgram>);
  Add<v1::ReviseProgramRequest>(all, Tagged<v1::ReviseProgramRequest, &Stage::PublishedProgram>);
  Add<v1::RetireProgramRequest>(all, Tagged<v1::RetireProgramRequest, &Stage::NewProgram>);
}

void AddEnrollments(Builders& all) {
  Add<v1::CheckPrescriptionRequest>(all, [](Stage& stage, v1::CheckPrescriptionRequest& request) {
    UnderCase(stage, request);
    *request.add_exercises() = Stage::ExerciseToPrescribe();
  });
  Add<v1::AssignProgramRequest>(all, [](Stage& stage, v1::AssignProgramRequest& request) {
    UnderCase(stage, request);
    request.set_program(stage.PublishedProgram().name());
    request.set_start_date("2026-01-01");
  });
  Add<v1::GetEnrollmentRequest>(all, Named<v1::GetEnrollmentRequest, &Stage::NewEnrollment>);
  Add<v1::ListEnrollmentsRequest>(all, UnderCase);
  Add<v1::PrescribeExercisesRequest>(all, [](Stage& stage, v1::PrescribeExercisesRequest& request) {
    Tagged<v1::PrescribeExercisesRequest, &Stage::NewEnrollment>(stage, request);
    *request.add_exercises() = Stage::ExerciseToPrescribe();
    request.set_start_date("2026-01-08");
  });
  Add<v1::ProgressExerciseRequest>(
      all, AboutAnExercise<v1::ProgressExerciseRequest, &Stage::NewEnrollment>);
  Add<v1::RegressExerciseRequest>(
      all, AboutAnExercise<v1::RegressExerciseRequest, &Stage::NewEnrollment>);
  Add<v1::HoldEnrollmentRequest>(all, Tagged<v1::HoldEnrollmentRequest, &Stage::NewEnrollment>);
  Add<v1::ResumeEnrollmentRequest>(all,
                                   Tagged<v1::ResumeEnrollmentRequest, &Stage::PausedEnrollment>);
  Add<v1::CompleteEnrollmentRequest>(all,
                                     Tagged<v1::CompleteEnrollmentRequest, &Stage::NewEnrollment>);
  Add<v1::StopEnrollmentRequest>(all, Tagged<v1::StopEnrollmentRequest, &Stage::NewEnrollment>);
  Add<v1::ReleaseExerciseRequest>(
      all, AboutAnExercise<v1::ReleaseExerciseRequest, &Stage::HeldBackEnrollment>);
  Add<v1::ExcuseDaysRequest>(all, [](Stage& stage, v1::ExcuseDaysRequest& request) {
    Tagged<v1::ExcuseDaysRequest, &Stage::NewEnrollment>(stage, request);
    request.set_first_date("2026-01-02");
    request.set_last_date("2026-01-03");
  });
}

}  // namespace

void AddTreatment(Builders& all) {
  AddOutcomes(all);
  AddRunning(all);
  AddPrograms(all);
  AddEnrollments(all);
}

}  // namespace midstance::testing
