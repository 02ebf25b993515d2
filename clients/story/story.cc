#include "clients/story/story.h"

#include "clients/core/change.h"
#include "clients/story/calendar.h"
#include "midstance/v1/assessment_service.grpc.pb.h"
#include "midstance/v1/case_service.grpc.pb.h"
#include "midstance/v1/escalation_service.grpc.pb.h"
#include "midstance/v1/patient_service.grpc.pb.h"

namespace midstance::story {

absl::Status Story::Play() {
  MIDSTANCE_RETURN_IF_ERROR(desks_.EnsureStaff(November(6, 14)));
  MIDSTANCE_RETURN_IF_ERROR(NewCase());
  MIDSTANCE_RETURN_IF_ERROR(FirstAssessment());
  MIDSTANCE_RETURN_IF_ERROR(HomeProgram());
  MIDSTANCE_RETURN_IF_ERROR(TenDaysOfCheckIns());
  MIDSTANCE_RETURN_IF_ERROR(FirstBadNights());
  MIDSTANCE_RETURN_IF_ERROR(RedFlag());
  MIDSTANCE_RETURN_IF_ERROR(AfterARestart());
  MIDSTANCE_RETURN_IF_ERROR(PositionalPainIsSilent());
  MIDSTANCE_RETURN_IF_ERROR(TheCall());
  MIDSTANCE_RETURN_IF_ERROR(TheLetter());
  MIDSTANCE_RETURN_IF_ERROR(TheLoopCloses());
  return TheHandOver();
}

absl::StatusOr<std::string> Story::Register(Instant at, const std::string& given,
                                            const std::string& family, const std::string& born) {
  v1::CreatePatientRequest register_her;
  auto& patient = *register_her.mutable_patient();
  patient.set_given_name(given);
  patient.set_family_name(family);
  patient.set_birth_date(born);
  patient.set_phone("+1 555 0177");
  patient.set_email("runner@example.org");
  patient.set_weekly_distance_km(60);
  patient.set_goal("A half marathon in eight weeks");
  patient.add_care_team(desks_.NameOf("sinead"));
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::Patient registered,
      desks_.Call("tom", at, &v1::PatientService::Stub::CreatePatient, register_her));
  return registered.name();
}

absl::StatusOr<v1::Case> Story::OpenCase(Instant at, const std::string& patient,
                                         const std::string& title, const v1::Site& site) {
  v1::CreateCaseRequest open;
  open.set_parent(patient);
  open.mutable_case_()->set_title(title);
  *open.mutable_case_()->add_sites() = site;
  return desks_.Call("sinead", at, &v1::CaseService::Stub::CreateCase, open);
}

absl::StatusOr<v1::RecordAssessmentResponse> Story::RecordVisit(Instant at,
                                                                v1::Assessment::Kind kind,
                                                                const Findings& found) {
  v1::RecordAssessmentRequest request;
  request.set_parent(amelie_.name());
  request.mutable_assessment()->set_kind(kind);
  found.At(amelie_.sites(0), *request.mutable_assessment());
  return desks_.Call("sinead", at, &v1::AssessmentService::Stub::RecordAssessment, request);
}

absl::StatusOr<std::vector<v1::Escalation>> Story::Escalations(Instant at,
                                                               const std::string& case_name) {
  v1::ListEscalationsRequest request;
  request.set_parent(case_name);
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::ListEscalationsResponse page,
      desks_.Call("sinead", at, &v1::EscalationService::Stub::ListEscalations, request));
  return std::vector<v1::Escalation>(page.escalations().begin(), page.escalations().end());
}

absl::StatusOr<v1::EvaluateCaseResponse> Story::Explain(Instant at, const std::string& case_name) {
  v1::EvaluateCaseRequest request;
  request.set_name(case_name);
  request.set_explain_all(true);
  return desks_.Call("sinead", at, &v1::CaseService::Stub::EvaluateCase, request);
}

}  // namespace midstance::story
