#include <string>
#include <utility>

#include "midstance/v1/delivery_service.pb.h"
#include "midstance/v1/progress_service.pb.h"
#include "tests/api/request_builders.h"

namespace midstance::testing {
namespace {

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
  Add<v1::RedraftReferralRequest>(all, Tagged<v1::RedraftReferralRequest, &Stage::NewReferral>);
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

}  // namespace

void AddCare(Builders& all) {
  AddPatients(all);
  AddCases(all);
  AddAssessments(all);
  AddCheckIns(all);
  AddProgress(all);
  AddFollowUps(all);
  AddEscalations(all);
  AddDeliveries(all);
  AddReferrals(all);
}

}  // namespace midstance::testing
