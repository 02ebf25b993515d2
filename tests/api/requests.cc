#include "tests/api/requests.h"

#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "midstance/v1/admin_service.pb.h"
#include "midstance/v1/consideration_service.pb.h"
#include "midstance/v1/delivery_service.pb.h"
#include "midstance/v1/outcome_service.pb.h"
#include "midstance/v1/program_service.pb.h"
#include "midstance/v1/progress_service.pb.h"
#include "midstance/v1/report_service.pb.h"
#include "midstance/v1/rule_set_service.pb.h"
#include "midstance/v1/watch_service.pb.h"
#include "midstance/v1/worklist_service.pb.h"

namespace midstance::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;

using Builder = std::function<std::unique_ptr<Message>(Stage&)>;
using Builders = std::map<const Descriptor*, Builder>;

template <class Request>
void Add(Builders& builders, void (*fill)(Stage&, Request&)) {
  builders[Request::descriptor()] = [fill](Stage& stage) {
    auto request = std::make_unique<Request>();
    fill(stage, *request);
    return request;
  };
}

// The request names one resource.
template <class Request, auto make>
void Named(Stage& stage, Request& request) {
  request.set_name((stage.*make)().name());
}

// ... and carries its etag; a reason, if it needs one, is filled in with the other texts.
template <class Request, auto make>
void Tagged(Stage& stage, Request& request) {
  const auto resource = (stage.*make)();
  request.set_name(resource.name());
  request.set_etag(resource.etag());
}

template <class Request>
void UnderCase(Stage& stage, Request& request) {
  request.set_parent(stage.NewCase().name());
}

template <class Request>
void Empty(Stage& /*stage*/, Request& /*request*/) {}

// Changes one field of a resource.
template <class Resource>
void Change(Resource& target, const Resource& source, std::string_view path,
            google::protobuf::FieldMask& mask) {
  target.set_name(source.name());
  target.set_etag(source.etag());
  mask.add_paths(std::string(path));
}

void AddPatients(Builders& all) {
  Add<v1::CreatePatientRequest>(all, [](Stage& stage, v1::CreatePatientRequest& request) {
    *request.mutable_patient() = stage.PatientToWrite();
  });
  Add<v1::GetPatientRequest>(all, Named<v1::GetPatientRequest, &Stage::NewPatient>);
  Add<v1::ListPatientsRequest>(all, Empty);
  Add<v1::UpdatePatientRequest>(all, [](Stage& stage, v1::UpdatePatientRequest& request) {
    Change(*request.mutable_patient(), stage.NewPatient(), "goal", *request.mutable_update_mask());
    request.mutable_patient()->set_goal("canary marathon");
  });
  Add<v1::DeletePatientRequest>(all, Tagged<v1::DeletePatientRequest, &Stage::NewPatient>);
  Add<v1::UndeletePatientRequest>(all, [](Stage& stage, v1::UndeletePatientRequest& request) {
    v1::DeletePatientRequest erase;
    Tagged<v1::DeletePatientRequest, &Stage::NewPatient>(stage, erase);
    request.set_name(erase.name());
    request.set_etag(stage.Do<v1::Patient>(erase, stage.lea()).etag());
  });
  Add<v1::SearchPatientsRequest>(all, [](Stage& stage, v1::SearchPatientsRequest& request) {
    request.set_query(stage.NewPatient().family_name());
  });
  Add<v1::FindDuplicatesRequest>(all, Named<v1::FindDuplicatesRequest, &Stage::NewPatient>);
  Add<v1::CheckNewPatientRequest>(all, [](Stage& stage, v1::CheckNewPatientRequest& request) {
    *request.mutable_patient() = stage.PatientToWrite();
  });
  Add<v1::MergePatientsRequest>(all, [](Stage& stage, v1::MergePatientsRequest& request) {
    Tagged<v1::MergePatientsRequest, &Stage::NewPatient>(stage, request);
    const auto source = stage.NewPatient();
    request.set_source(source.name());
    request.set_source_etag(source.etag());
  });
  Add<v1::UnmergePatientsRequest>(all, [](Stage& stage, v1::UnmergePatientsRequest& request) {
    v1::MergePatientsRequest merge;
    Tagged<v1::MergePatientsRequest, &Stage::NewPatient>(stage, merge);
    const auto source = stage.NewPatient();
    merge.set_source(source.name());
    merge.set_source_etag(source.etag());
    FillSensitive(merge);
    const auto merged = stage.Do<v1::MergePatientsResponse>(merge, stage.lea());
    request.set_name(source.name());
    request.set_etag(merged.source().etag());
    request.set_target_etag(merged.target().etag());
  });
  Add<v1::ArchivePatientRequest>(all, Tagged<v1::ArchivePatientRequest, &Stage::NewPatient>);
  Add<v1::UnarchivePatientRequest>(all, [](Stage& stage, v1::UnarchivePatientRequest& request) {
    v1::ArchivePatientRequest archive;
    Tagged<v1::ArchivePatientRequest, &Stage::NewPatient>(stage, archive);
    request.set_name(archive.name());
    request.set_etag(stage.Do<v1::Patient>(archive, stage.lea()).etag());
  });
  // Of two pages.
  Add<v1::ListPatientRevisionsRequest>(all, [](Stage& stage,
                                               v1::ListPatientRevisionsRequest& request) {
    v1::UpdatePatientRequest update;
    Change(*update.mutable_patient(), stage.NewPatient(), "goal", *update.mutable_update_mask());
    update.mutable_patient()->set_goal("canary mile");
    request.set_name(stage.Do<v1::Patient>(update).name());
  });
}

void AddCases(Builders& all) {
  Add<v1::CreateCaseRequest>(all, [](Stage& stage, v1::CreateCaseRequest& request) {
    request.set_parent(stage.NewPatient().name());
    *request.mutable_case_() = Stage::CaseToWrite();
  });
  Add<v1::GetCaseRequest>(all, Named<v1::GetCaseRequest, &Stage::NewCase>);
  Add<v1::ListCasesRequest>(all, [](Stage& stage, v1::ListCasesRequest& request) {
    request.set_parent(stage.NewPatient().name());
  });
  Add<v1::UpdateCaseRequest>(all, [](Stage& stage, v1::UpdateCaseRequest& request) {
    Change(*request.mutable_case_(), stage.NewCase(), "complaint", *request.mutable_update_mask());
    request.mutable_case_()->set_complaint("canary groin");
  });
  Add<v1::OpenCaseRequest>(all, Tagged<v1::OpenCaseRequest, &Stage::DraftCase>);
  Add<v1::StartProgramRequest>(all, Tagged<v1::StartProgramRequest, &Stage::AssessedCase>);
  Add<v1::MarkReviewDueRequest>(all, Tagged<v1::MarkReviewDueRequest, &Stage::CaseInProgram>);
  Add<v1::ReferCaseRequest>(all, Tagged<v1::ReferCaseRequest, &Stage::CaseInProgram>);
  Add<v1::PlanDischargeRequest>(all, Tagged<v1::PlanDischargeRequest, &Stage::CaseInProgram>);
  Add<v1::HoldCaseRequest>(all, Tagged<v1::HoldCaseRequest, &Stage::NewCase>);
  Add<v1::ResumeCaseRequest>(all, Tagged<v1::ResumeCaseRequest, &Stage::HeldCase>);
  Add<v1::DischargeCaseRequest>(all, Tagged<v1::DischargeCaseRequest, &Stage::NewCase>);
  Add<v1::CloseCaseRequest>(all, [](Stage& stage, v1::CloseCaseRequest& request) {
    Tagged<v1::CloseCaseRequest, &Stage::NewCase>(stage, request);
    request.set_close_reason(v1::Case::CLOSE_REASON_TRANSFERRED);
  });
  Add<v1::CheckCaseRequest>(all, Named<v1::CheckCaseRequest, &Stage::NewCase>);
  Add<v1::RenderCaseSummaryRequest>(all, Named<v1::RenderCaseSummaryRequest, &Stage::NewCase>);
  Add<v1::ReopenCaseRequest>(all, Tagged<v1::ReopenCaseRequest, &Stage::DischargedCase>);
  Add<v1::ListTimelineEntriesRequest>(all, UnderCase);
  Add<v1::EvaluateCaseRequest>(all, Named<v1::EvaluateCaseRequest, &Stage::NewCase>);
}

void AddAssessments(Builders& all) {
  Add<v1::RecordAssessmentRequest>(all, [](Stage& stage, v1::RecordAssessmentRequest& request) {
    UnderCase(stage, request);
    *request.mutable_assessment() = Stage::AssessmentToWrite();
  });
  Add<v1::PreviewAssessmentRequest>(all, [](Stage& stage, v1::PreviewAssessmentRequest& request) {
    UnderCase(stage, request);
    *request.mutable_assessment() = Stage::AssessmentToWrite();
  });
  Add<v1::AmendAssessmentRequest>(all, [](Stage& stage, v1::AmendAssessmentRequest& request) {
    Tagged<v1::AmendAssessmentRequest, &Stage::NewAssessment>(stage, request);
    *request.mutable_assessment() = Stage::AssessmentToWrite();
  });
  Add<v1::RetractAssessmentRequest>(all,
                                    Tagged<v1::RetractAssessmentRequest, &Stage::NewAssessment>);
  Add<v1::GetAssessmentRequest>(all, Named<v1::GetAssessmentRequest, &Stage::NewAssessment>);
  Add<v1::ListAssessmentsRequest>(all, UnderCase);
  Add<v1::GetExaminationRequest>(all, Named<v1::GetExaminationRequest, &Stage::NewAssessment>);
}

void AddCheckIns(Builders& all) {
  Add<v1::RecordCheckInRequest>(all, [](Stage& stage, v1::RecordCheckInRequest& request) {
    UnderCase(stage, request);
    *request.mutable_check_in() = Stage::FlaggedCheckIn();
  });
  Add<v1::BatchRecordCheckInsRequest>(
      all, [](Stage& stage, v1::BatchRecordCheckInsRequest& request) {
        UnderCase(stage, request);
        auto check_in = Stage::FlaggedCheckIn();
        *check_in.mutable_occurred_time() = stage.In(std::chrono::hours(-1));
        auto& item = *request.add_items();
        item.set_request_id("018f3c2b-9a41-7000-8000-000000000001");
        item.set_check_in(check_in.SerializeAsString());
      });
  Add<v1::AmendCheckInRequest>(all, [](Stage& stage, v1::AmendCheckInRequest& request) {
    Tagged<v1::AmendCheckInRequest, &Stage::NewCheckIn>(stage, request);
    *request.mutable_check_in() = Stage::FlaggedCheckIn();
  });
  Add<v1::RetractCheckInRequest>(all, Tagged<v1::RetractCheckInRequest, &Stage::NewCheckIn>);
  Add<v1::GetCheckInRequest>(all, Named<v1::GetCheckInRequest, &Stage::NewCheckIn>);
  Add<v1::ListCheckInsRequest>(all, UnderCase);
  Add<v1::IssueCheckInLinkRequest>(all, UnderCase);
  Add<v1::RevokeCheckInLinkRequest>(all, [](Stage& stage, v1::RevokeCheckInLinkRequest& request) {
    const auto link = stage.NewLink().check_in_link();
    request.set_name(link.name());
    request.set_etag(link.etag());
  });
  Add<v1::GetCheckInFormRequest>(all, Named<v1::GetCheckInFormRequest, &Stage::NewCase>);
}

void AddProgress(Builders& all) {
  Add<v1::GetAdherenceRequest>(all, Named<v1::GetAdherenceRequest, &Stage::NewCase>);
  Add<v1::GetProgressRequest>(all, Named<v1::GetProgressRequest, &Stage::NewCase>);
}

void AddFollowUps(Builders& all) {
  Add<v1::CreateFollowUpRequest>(all, [](Stage& stage, v1::CreateFollowUpRequest& request) {
    UnderCase(stage, request);
    *request.mutable_follow_up() = stage.FollowUpToWrite();
  });
  Add<v1::GetFollowUpRequest>(all, Named<v1::GetFollowUpRequest, &Stage::NewFollowUp>);
  Add<v1::ListFollowUpsRequest>(all, UnderCase);
  Add<v1::UpdateFollowUpRequest>(all, [](Stage& stage, v1::UpdateFollowUpRequest& request) {
    Change(*request.mutable_follow_up(), stage.NewFollowUp(), "title",
           *request.mutable_update_mask());
    request.mutable_follow_up()->set_title("canary call");
  });
  Add<v1::CompleteFollowUpRequest>(all, Tagged<v1::CompleteFollowUpRequest, &Stage::NewFollowUp>);
  Add<v1::RescheduleFollowUpRequest>(all, [](Stage& stage, v1::RescheduleFollowUpRequest& request) {
    Tagged<v1::RescheduleFollowUpRequest, &Stage::NewFollowUp>(stage, request);
    *request.mutable_due_time() = stage.In(std::chrono::hours{24 * 9});
  });
  Add<v1::CancelFollowUpRequest>(all, Tagged<v1::CancelFollowUpRequest, &Stage::NewFollowUp>);
  Add<v1::MarkNoShowRequest>(all, Tagged<v1::MarkNoShowRequest, &Stage::NewFollowUp>);
  Add<v1::ScheduleReassessmentsRequest>(
      all, [](Stage& stage, v1::ScheduleReassessmentsRequest& request) {
        request.set_parent(CaseOf(stage.NewAssessment().name()));
      });
  Add<v1::ListWorklistRequest>(all, [](Stage& stage, v1::ListWorklistRequest& request) {
    request.set_parent(CaseOf(stage.NewFollowUp().name()));
  });
}

void AddEscalations(Builders& all) {
  Add<v1::RaiseEscalationRequest>(all, [](Stage& stage, v1::RaiseEscalationRequest& request) {
    UnderCase(stage, request);
    request.set_urgency(rules::v1::SOON);
    request.set_reason("Her gait has changed, and nobody can tell why");
  });
  Add<v1::GetEscalationRequest>(all, Named<v1::GetEscalationRequest, &Stage::NewEscalation>);
  Add<v1::ListEscalationsRequest>(all, UnderCase);
  Add<v1::AcknowledgeEscalationRequest>(
      all, [](Stage& stage, v1::AcknowledgeEscalationRequest& request) {
        Tagged<v1::AcknowledgeEscalationRequest, &Stage::NewEscalation>(stage, request);
        request.set_first_step(v1::Escalation::FIRST_STEP_PHONE_PATIENT);
      });
  Add<v1::ResolveEscalationRequest>(all, [](Stage& stage, v1::ResolveEscalationRequest& request) {
    Tagged<v1::ResolveEscalationRequest, &Stage::NewEscalation>(stage, request);
    request.set_outcome(v1::Escalation::OUTCOME_WRONG_ALARM);
    request.set_override_reason(v1::Escalation::OVERRIDE_REASON_EXPLAINED);
    *request.mutable_look_again_time() = stage.In(std::chrono::hours{24 * 3});
  });
}

void AddDeliveries(Builders& all) {
  Add<v1::GetDeliveryRequest>(all, Named<v1::GetDeliveryRequest, &Stage::DeadDelivery>);
  // Of more than one page.
  Add<v1::ListDeliveriesRequest>(all, [](Stage& stage, v1::ListDeliveriesRequest& /*request*/) {
    stage.DeadDelivery();
    stage.DeadDelivery();
  });
  Add<v1::RetryDeliveryRequest>(all, Tagged<v1::RetryDeliveryRequest, &Stage::DeadDelivery>);
  Add<v1::CancelDeliveryRequest>(all, Tagged<v1::CancelDeliveryRequest, &Stage::DeadDelivery>);
}

void AddReferrals(Builders& all) {
  Add<v1::CreateReferralRequest>(all, [](Stage& stage, v1::CreateReferralRequest& request) {
    const auto escalation = stage.NewEscalation();
    request.set_parent(CaseOf(escalation.name()));
    *request.mutable_referral() = Stage::ReferralFrom(escalation);
  });
  Add<v1::GetReferralRequest>(all, Named<v1::GetReferralRequest, &Stage::NewReferral>);
  Add<v1::ListReferralsRequest>(all, UnderCase);
  Add<v1::UpdateReferralRequest>(all, [](Stage& stage, v1::UpdateReferralRequest& request) {
    Change(*request.mutable_referral(), stage.NewReferral(), "letter",
           *request.mutable_update_mask());
    FillSensitive(*request.mutable_referral()->mutable_letter());
  });
  Add<v1::SendReferralRequest>(all, Tagged<v1::SendReferralRequest, &Stage::NewReferral>);
  Add<v1::RecordReferralStepRequest>(all, [](Stage& stage, v1::RecordReferralStepRequest& request) {
    Tagged<v1::RecordReferralStepRequest, &Stage::SentReferral>(stage, request);
    request.set_state(v1::Referral::STATE_DELIVERED);
  });
  Add<v1::CloseReferralRequest>(all, Tagged<v1::CloseReferralRequest, &Stage::SentReferral>);
  Add<v1::RenderReferralRequest>(all, Named<v1::RenderReferralRequest, &Stage::NewReferral>);
  Add<v1::IssueReplyLinkRequest>(all, Tagged<v1::IssueReplyLinkRequest, &Stage::SentReferral>);
  Add<v1::GetReferralForReplyRequest>(all,
                                      Named<v1::GetReferralForReplyRequest, &Stage::SentReferral>);
  Add<v1::AnswerReferralRequest>(all, [](Stage& stage, v1::AnswerReferralRequest& request) {
    Named<v1::AnswerReferralRequest, &Stage::SentReferral>(stage, request);
    request.set_answer(v1::Referral::ANSWER_ACCEPTED);
  });
}

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

void AddTheRest(Builders& all) {
  Add<v1::WatchRequest>(all, [](Stage& stage, v1::WatchRequest& request) {
    request.set_parent(stage.NewPatient().name());
    request.set_initial_state(true);
  });
  Add<v1::ListReportsRequest>(all, Empty);
  Add<v1::RunReportRequest>(
      all, [](Stage& /*stage*/, v1::RunReportRequest& request) { request.set_report("caseload"); });
  Add<v1::RenderReportRequest>(all, [](Stage& /*stage*/, v1::RenderReportRequest& request) {
    request.set_report("caseload");
  });
  Add<v1::GetRuleSetRequest>(all, [](Stage& /*stage*/, v1::GetRuleSetRequest& request) {
    request.set_name("ruleSets/running-hip-core");
  });
  Add<v1::ListRuleSetsRequest>(all, Empty);
  Add<v1::EvaluateRuleSetRequest>(all, [](Stage& stage, v1::EvaluateRuleSetRequest& request) {
    request.set_name("ruleSets/running-hip-core");
    const auto flagged = Stage::FlaggedCheckIn();
    auto& report = *request.add_reports();
    *report.mutable_occurred_time() = stage.In(std::chrono::hours{0});
    *report.mutable_site() = flagged.reports(0).site();
    *report.mutable_observations() = flagged.reports(0).observations();
  });
  Add<v1::BackTestRuleSetRequest>(all, [](Stage& /*stage*/, v1::BackTestRuleSetRequest& request) {
    request.set_name("ruleSets/running-hip-core");
    request.add_without_rules("hot-swollen-joint");
  });
  Add<v1::TuneRuleRequest>(all, [](Stage& /*stage*/, v1::TuneRuleRequest& request) {
    request.set_name("ruleSets/running-hip-core");
    request.set_rule("swelling-persistent");
  });
  Add<v1::CreateRuleSetRevisionRequest>(
      all, [](Stage& stage, v1::CreateRuleSetRevisionRequest& request) {
        request.set_parent("ruleSets/running-hip-core");
        request.add_files()->set_text("title: \"Title " + stage.Next() + "\"");
        request.set_reason("Another title");
      });
  Add<v1::GetRuleSetRevisionRequest>(all,
                                     Named<v1::GetRuleSetRevisionRequest, &Stage::NewRevision>);
  Add<v1::ListRuleSetRevisionsRequest>(
      all, [](Stage& /*stage*/, v1::ListRuleSetRevisionsRequest& request) {
        request.set_parent("ruleSets/running-hip-core");
      });
  Add<v1::ListRuleSetActivationsRequest>(
      all, [](Stage& /*stage*/, v1::ListRuleSetActivationsRequest& request) {
        request.set_parent("ruleSets/running-hip-core");
      });
  const auto decide = [](Stage& stage, auto& request) {
    const auto revision = stage.NewRevision();
    request.set_name(revision.name());
    request.set_back_test(stage.BackTestOf(revision));
    request.set_reason("Agreed");
  };
  Add<v1::ApproveRuleSetRevisionRequest>(all, decide);
  Add<v1::ActivateRuleSetRevisionRequest>(all, decide);
  Add<v1::SignInRequest>(all, [](Stage& stage, v1::SignInRequest& request) {
    stage.anna();
    request.set_user_name("anna");
    request.set_password(std::string(kPassword));
  });
  Add<v1::SignOutRequest>(all, Empty);
  Add<v1::GetSelfRequest>(all, Empty);
  Add<v1::CreateUserRequest>(all, [](Stage& stage, v1::CreateUserRequest& request) {
    *request.mutable_user() = stage.UserToWrite();
    request.set_password(std::string(kPassword));
  });
  Add<v1::ConfirmPasswordRequest>(all, [](Stage&, v1::ConfirmPasswordRequest& request) {
    request.set_password(std::string(kPassword));
  });
  Add<v1::GetUserRequest>(all, Named<v1::GetUserRequest, &Stage::NewUser>);
  Add<v1::ListUsersRequest>(all, Empty);
  Add<v1::UpdateUserRequest>(all, [](Stage& stage, v1::UpdateUserRequest& request) {
    Change(*request.mutable_user(), stage.NewUser(), "display_name",
           *request.mutable_update_mask());
    request.mutable_user()->set_display_name("canary of another name");
  });
  Add<v1::DisableUserRequest>(all, Tagged<v1::DisableUserRequest, &Stage::NewUser>);
  Add<v1::ListAuditEntriesRequest>(all, Empty);
  Add<v1::VerifyAuditTrailRequest>(all, Empty);
  Add<v1::GetServerInfoRequest>(all, Empty);
}

void AddConsiderations(Builders& all) {
  Add<v1::GetConsiderationRequest>(all, [](Stage&, v1::GetConsiderationRequest& request) {
    request.set_name("considerations/c-gtps");
  });
  Add<v1::ListConsiderationsRequest>(all, Empty);
  Add<v1::ConsiderCaseRequest>(all, Named<v1::ConsiderCaseRequest, &Stage::NewCase>);
}

Builders AllBuilders() {
  Builders all;
  AddPatients(all);
  AddCases(all);
  AddAssessments(all);
  AddConsiderations(all);
  AddCheckIns(all);
  AddProgress(all);
  AddFollowUps(all);
  AddEscalations(all);
  AddReferrals(all);
  AddDeliveries(all);
  AddOutcomes(all);
  AddRunning(all);
  AddPrograms(all);
  AddEnrollments(all);
  AddTheRest(all);
  return all;
}

std::string CallerOf(Stage& stage, const MethodPolicy& policy, const Message& request) {
  if (policy.anyone()) return {};
  // A reply link reaches one referral.
  if (policy.Allows(options::v1::ROLE_REPLY_LINK)) {
    return stage.ReplyTokenOf(std::string(ReadResourcePath(policy, request)));
  }
  // Signing out ends the session, so it gets one of its own.
  if (&policy.request() == v1::SignOutRequest::descriptor()) {
    stage.anna();
    return stage.SignIn("anna");
  }
  if (policy.Allows(options::v1::ROLE_CLINICIAN)) return stage.anna();
  if (policy.Allows(options::v1::ROLE_LEAD_CLINICIAN)) return stage.lea();
  if (policy.Allows(options::v1::ROLE_ADMIN)) return stage.server().Root();
  return stage.server().Staff("odd", options::v1::ROLE_AUDITOR);
}

}  // namespace

Prepared Prepare(Stage& stage, const MethodPolicy& policy) {
  const Builders builders = AllBuilders();
  const auto builder = builders.find(&policy.request());
  if (builder == builders.end()) return {};
  Prepared prepared{builder->second(stage), {}};
  prepared.token = CallerOf(stage, policy, *prepared.request);
  FillSensitive(*prepared.request);
  if (policy.request_id != nullptr) {
    prepared.request->GetReflection()->SetString(prepared.request.get(), policy.request_id,
                                                 stage.server().RequestId());
  }
  return prepared;
}

}  // namespace midstance::testing
