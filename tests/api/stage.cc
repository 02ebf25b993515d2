#include "tests/api/stage.h"

#include <google/protobuf/descriptor.h>
#include <grpcpp/client_context.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <vector>

#include "google/api/field_behavior.pb.h"
#include "midstance/v1/admin_service.pb.h"
#include "midstance/v1/rule_set_service.grpc.pb.h"
#include "support/time.h"

namespace midstance::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::chrono::hours kWeek{24 * 7};

PolicyTable PoliciesOf(TestServer& server) {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const auto& name : server.application().services()) {
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) throw std::runtime_error("no descriptor of " + name);
    services.push_back(service);
  }
  constexpr std::array<std::string_view, 1> kOpen = {"midstance.v1.SessionService.SignIn"};
  auto table = PolicyTable::Of(services, kOpen);
  if (!table.ok()) throw std::runtime_error(std::string(table.status().message()));
  return *std::move(table);
}

bool ForTheServerToSet(const FieldDescriptor& field) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY)
      return true;
  }
  return false;
}

v1::SiteReport KneeReport() {
  v1::SiteReport report;
  report.mutable_site()->set_area(v1::AREA_KNEE);
  report.mutable_site()->set_side(v1::SIDE_LEFT);
  auto* swelling = report.add_observations();
  swelling->set_code("swelling");
  swelling->set_number(1);
  for (const char* code : {"warmth", "redness"}) {
    auto* sign = report.add_observations();
    sign->set_code(code);
    sign->set_answer(v1::ANSWER_PRESENT);
  }
  return report;
}

template <class Request, class Resource>
Request Of(const Resource& resource) {
  Request request;
  request.set_name(resource.name());
  request.set_etag(resource.etag());
  FillSensitive(request);
  return request;
}

}  // namespace

void FillSensitive(Message& message) {
  const auto& reflection = *message.GetReflection();
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const auto* field = type.field(i);
    if (ForTheServerToSet(*field)) continue;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (field->is_repeated()) {
        for (int item = 0; item < reflection.FieldSize(message, field); ++item)
          FillSensitive(*reflection.MutableRepeatedMessage(&message, field, item));
      } else if (reflection.HasField(message, field)) {
        FillSensitive(*reflection.MutableMessage(&message, field));
      }
      continue;
    }
    const auto& rule = field->options().GetExtension(options::v1::field);
    const bool free_text = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
                           !field->is_repeated() && rule.pattern().empty() &&
                           field->name() != "filter";
    if (rule.sensitive() && free_text && reflection.GetString(message, field).empty())
      reflection.SetString(&message, field, std::string(kCanary) + " " + field->name());
  }
}

std::string CaseOf(const std::string& name) {
  std::size_t end = 0;
  for (int part = 0; part < 4 && end != std::string::npos; ++part) end = name.find('/', end + 1);
  return name.substr(0, end);
}

Stage::Stage(TestServer& server) : server_(server), policies_(PoliciesOf(server)) {}

std::string Stage::SignIn(std::string_view user_name) {
  v1::SignInRequest request;
  request.set_user_name(std::string(user_name));
  request.set_password(std::string(kPassword));
  return Do<v1::SignInResponse>(request).session_token();
}

google::protobuf::Timestamp Stage::In(std::chrono::hours from_now) const {
  return TimestampOf(server_.clock().Now() + from_now);
}

void Stage::Send(const Message& request, Message& response, const std::string& token) {
  const auto* policy = policies_.FindByRequest(request.GetDescriptor());
  const Result result =
      server_.CallWithPassword(policy->path, request, &response, {.token = token});
  if (result.ok()) return;
  std::string text = policy->path + ": " + result.status.error_message();
  for (const auto& path : result.paths()) text += " " + path;
  throw std::runtime_error(text);
}

v1::Patient Stage::PatientToWrite() {
  v1::Patient patient;
  patient.set_birth_date(std::string(kCanaryBirthDate));
  patient.set_phone(std::string(kCanaryPhone));
  patient.set_email("canary@example.org");
  patient.set_language("en");
  patient.set_weekly_distance_km(42);
  anna();
  patient.add_care_team(server_.UserNameOf("anna"));
  FillSensitive(patient);
  return patient;
}

v1::Case Stage::CaseToWrite() {
  v1::Case made;
  made.set_onset_date(std::string(kCanaryOnset));
  auto* site = made.add_sites();
  site->set_area(v1::AREA_KNEE);
  site->set_side(v1::SIDE_LEFT);
  FillSensitive(made);
  return made;
}

v1::Assessment Stage::AssessmentToWrite() {
  v1::Assessment assessment;
  assessment.set_kind(v1::Assessment::KIND_INITIAL);
  *assessment.add_reports() = KneeReport();
  FillSensitive(assessment);
  return assessment;
}

v1::CheckIn Stage::FlaggedCheckIn() {
  v1::CheckIn check_in;
  *check_in.add_reports() = KneeReport();
  FillSensitive(check_in);
  return check_in;
}

v1::FollowUp Stage::FollowUpToWrite() const {
  v1::FollowUp follow_up;
  follow_up.set_kind(v1::FollowUp::KIND_CALL);
  *follow_up.mutable_due_time() = In(kWeek);
  FillSensitive(follow_up);
  return follow_up;
}

v1::OutcomeScore Stage::OutcomeScoreToWrite() {
  v1::OutcomeScore filled;
  filled.set_measure("measures/psfs");
  auto& answers = *filled.add_answers();
  answers.set_subscale("total");
  for (const char* activity : {"stairs", "hills", "sitting"}) {
    auto& item = *answers.add_items();
    item.set_label(std::string(kCanary) + " " + activity);
    item.set_value(4);
  }
  return filled;
}

v1::Referral Stage::ReferralFrom(const v1::Escalation& escalation) {
  v1::Referral referral;
  referral.set_escalation(escalation.name());
  FillSensitive(*referral.mutable_addressee());
  FillSensitive(referral);
  return referral;
}

v1::User Stage::UserToWrite() {
  v1::User user;
  user.set_user_name("user" + Next());
  user.add_roles(options::v1::ROLE_CLINICIAN);
  FillSensitive(user);
  return user;
}

v1::PrescribedExercise Stage::ExerciseToPrescribe() {
  v1::PrescribedExercise exercise;
  exercise.set_exercise("exercises/rr-walkrun");
  exercise.set_side(v1::SIDE_LEFT);
  FillSensitive(exercise);
  return exercise;
}

v1::Program Stage::ProgramToWrite() {
  v1::Program program;
  program.set_title("Back to running");
  *program.add_exercises() = ExerciseToPrescribe();
  return program;
}

v1::Patient Stage::NewPatient() {
  v1::CreatePatientRequest request;
  *request.mutable_patient() = PatientToWrite();
  return Do<v1::Patient>(request);
}

v1::Case Stage::NewCase() {
  v1::CreateCaseRequest request;
  request.set_parent(NewPatient().name());
  *request.mutable_case_() = CaseToWrite();
  return Do<v1::Case>(request);
}

v1::RuleSetRevision Stage::NewRevision() {
  v1::CreateRuleSetRevisionRequest request;
  request.set_parent("ruleSets/running-hip-core");
  request.add_files()->set_text("title: \"Title " + Next() + "\"");
  request.set_reason("Another title");
  return Do<v1::RuleSetRevision>(request);
}

std::string Stage::BackTestOf(const v1::RuleSetRevision& revision) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + lea());
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes{4});
  v1::BackTestRuleSetRequest request;
  request.set_name("ruleSets/running-hip-core");
  request.set_revision(revision.name());
  const auto stub = v1::RuleSetService::NewStub(server_.channel());
  const auto reader = stub->BackTestRuleSet(&context, request);
  std::string name;
  v1::BackTestRuleSetResponse message;
  while (reader->Read(&message)) {
    if (message.has_summary()) name = message.summary().back_test();
  }
  const auto ended = reader->Finish();
  if (!ended.ok()) throw std::runtime_error("BackTestRuleSet: " + ended.error_message());
  return name;
}

v1::RuleSetActivation Stage::NewActivation() {
  const auto revision = NewRevision();
  v1::ActivateRuleSetRevisionRequest request;
  request.set_name(revision.name());
  request.set_back_test(BackTestOf(revision));
  request.set_reason("Agreed");
  return Do<v1::RuleSetActivation>(request, lea());
}

v1::Case Stage::DraftCase() {
  v1::CreateCaseRequest request;
  request.set_parent(NewPatient().name());
  *request.mutable_case_() = CaseToWrite();
  request.set_draft(true);
  return Do<v1::Case>(request);
}

v1::Case Stage::AssessedCase() {
  const std::string name = CaseOf(NewAssessment().name());
  v1::GetCaseRequest request;
  request.set_name(name);
  v1::Case found;
  Send(request, found, anna());
  return found;
}

v1::Case Stage::CaseInProgram() {
  return Do<v1::Case>(Of<v1::StartProgramRequest>(AssessedCase()));
}

v1::Case Stage::HeldCase() { return Do<v1::Case>(Of<v1::HoldCaseRequest>(NewCase())); }

v1::Case Stage::DischargedCase() { return Do<v1::Case>(Of<v1::DischargeCaseRequest>(NewCase())); }

v1::Assessment Stage::NewAssessment() {
  v1::RecordAssessmentRequest request;
  request.set_parent(NewCase().name());
  *request.mutable_assessment() = AssessmentToWrite();
  return Do<v1::RecordAssessmentResponse>(request).assessment();
}

v1::CheckIn Stage::NewCheckIn() {
  v1::RecordCheckInRequest request;
  request.set_parent(NewCase().name());
  *request.mutable_check_in() = FlaggedCheckIn();
  return Do<v1::RecordCheckInResponse>(request).check_in();
}

v1::IssueCheckInLinkResponse Stage::NewLink() {
  v1::IssueCheckInLinkRequest request;
  request.set_parent(NewCase().name());
  return Do<v1::IssueCheckInLinkResponse>(request);
}

v1::FollowUp Stage::NewFollowUp() {
  v1::CreateFollowUpRequest request;
  request.set_parent(NewCase().name());
  *request.mutable_follow_up() = FollowUpToWrite();
  return Do<v1::FollowUp>(request);
}

v1::OutcomeScore Stage::NewOutcomeScore() {
  v1::RecordOutcomeScoreRequest request;
  request.set_parent(NewCase().name());
  *request.mutable_outcome_score() = OutcomeScoreToWrite();
  return Do<v1::OutcomeScore>(request);
}

v1::Escalation Stage::NewEscalation() {
  v1::RecordCheckInRequest request;
  request.set_parent(NewCase().name());
  *request.mutable_check_in() = FlaggedCheckIn();
  const auto answer = Do<v1::RecordCheckInResponse>(request);
  if (answer.escalations().empty()) throw std::runtime_error("a hot knee raised nothing");
  return answer.escalations(0);
}

v1::Referral Stage::NewReferral() {
  const auto escalation = NewEscalation();
  v1::CreateReferralRequest request;
  request.set_parent(CaseOf(escalation.name()));
  *request.mutable_referral() = ReferralFrom(escalation);
  return Do<v1::Referral>(request);
}

v1::Referral Stage::SentReferral() {
  return Do<v1::Referral>(Of<v1::SendReferralRequest>(NewReferral()));
}

std::string Stage::ReplyTokenOf(const std::string& referral) {
  v1::GetReferralRequest get;
  get.set_name(referral);
  v1::Referral found;
  Send(get, found, anna());
  v1::IssueReplyLinkRequest request;
  request.set_name(referral);
  request.set_etag(found.etag());
  return Do<v1::IssueReplyLinkResponse>(request).token();
}

// By the store, as the server makes them: no method does.
v1::Delivery Stage::DeadDelivery() {
  v1::Delivery delivery;
  delivery.set_name("deliveries/dead-" + Next());
  delivery.set_kind(v1::Delivery::KIND_NOTICE);
  delivery.set_channel(v1::Delivery::CHANNEL_MAIL);
  delivery.set_state(v1::Delivery::STATE_DEAD);
  delivery.set_recipient(server_.UserNameOf("anna"));
  delivery.set_about(NewEscalation().name());
  delivery.set_tries(1);
  delivery.add_attempts()->set_problem("has no address");
  const auto now = server_.clock().Now();
  const auto wrote = server_.application().store().Write(
      "harbour", [&](const storage::Reader& reader) -> absl::StatusOr<storage::WriteUnit> {
        storage::Writer writer(reader);
        MIDSTANCE_RETURN_IF_ERROR(writer.Insert(delivery, now));
        auto unit = writer.Take();
        storage::v1::AuditRecord record;
        record.set_actor("system/jobs");
        record.set_action("delivery.make");
        record.set_outcome("OK");
        record.add_resources(delivery.name());
        unit.journal.set_record(record.SerializeAsString());
        unit.journal.set_time_micros(MicrosOf(now));
        return unit;
      });
  if (!wrote.ok()) throw std::runtime_error("no delivery");
  return delivery;
}

v1::RunningPlan Stage::NewRunningPlan() {
  v1::StartRunningPlanRequest request;
  request.set_parent(NewCase().name());
  request.mutable_running_plan()->set_start_date(std::string(kCanaryOnset));
  FillSensitive(request);
  return Do<v1::RunningPlan>(request);
}

v1::User Stage::NewUser() {
  v1::CreateUserRequest request;
  *request.mutable_user() = UserToWrite();
  request.set_password(std::string(kPassword));
  return Do<v1::User>(request, server_.Root());
}

v1::Program Stage::NewProgram() {
  v1::CreateProgramRequest request;
  *request.mutable_program() = ProgramToWrite();
  return Do<v1::Program>(request);
}

v1::Program Stage::PublishedProgram() {
  return Do<v1::Program>(Of<v1::PublishProgramRequest>(NewProgram()));
}

v1::Enrollment Stage::NewEnrollment() {
  v1::AssignProgramRequest request;
  request.set_parent(NewCase().name());
  *request.add_exercises() = ExerciseToPrescribe();
  request.set_start_date("2026-01-01");
  FillSensitive(request);
  return Do<v1::AssignProgramResponse>(request).enrollment();
}

v1::Enrollment Stage::PausedEnrollment() {
  return Do<v1::Enrollment>(Of<v1::HoldEnrollmentRequest>(NewEnrollment()));
}

v1::Enrollment Stage::HeldBackEnrollment() {
  const auto enrollment = NewEnrollment();
  v1::RecordCheckInRequest request;
  request.set_parent(CaseOf(enrollment.name()));
  auto& report = *request.mutable_check_in()->add_reports();
  report = KneeReport();
  auto& pain = *report.mutable_observations(0);
  pain.set_code("run_nprs");
  pain.set_number(4);
  report.mutable_observations()->DeleteSubrange(1, report.observations_size() - 1);
  Do<v1::RecordCheckInResponse>(request);
  v1::GetEnrollmentRequest get;
  get.set_name(enrollment.name());
  v1::Enrollment held;
  Send(get, held, anna());
  return held;
}

}  // namespace midstance::testing
