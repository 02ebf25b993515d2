#pragma once

#include <google/protobuf/message.h>

#include <chrono>
#include <string>
#include <string_view>

#include "midstance/v1/assessment_service.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/follow_up_service.pb.h"
#include "midstance/v1/outcome_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "midstance/v1/program_service.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "midstance/v1/rule_set_service.pb.h"
#include "midstance/v1/running_service.pb.h"
#include "midstance/v1/session_service.pb.h"
#include "midstance/v1/user.pb.h"
#include "support/policy.h"
#include "tests/support/test_server.h"

namespace midstance::testing {

// Every free text that the stage sends and that may say something about a person holds this.
inline constexpr std::string_view kCanary = "canary";
inline constexpr std::string_view kCanaryBirthDate = "1987-03-21";
inline constexpr std::string_view kCanaryOnset = "2025-02-17";
inline constexpr std::string_view kCanaryPhone = "+49 555 0147258";
inline constexpr std::string_view kPassword = "correct horse battery";

// Fills the empty texts of a request that are sensitive, free in form and a client's to set.
void FillSensitive(google::protobuf::Message& message);

// A clinic in a test server, and fresh resources in it, each made through the API. Throws when the
// server refuses. The therapist `anna` is on the care team of every patient made here.
class Stage {
 public:
  explicit Stage(TestServer& server);

  TestServer& server() { return server_; }
  const PolicyTable& policies() const { return policies_; }
  const std::string& anna() { return server_.Staff("anna", options::v1::ROLE_CLINICIAN); }
  const std::string& lea() { return server_.Staff("lea", options::v1::ROLE_LEAD_CLINICIAN); }
  // Of a new session.
  std::string SignIn(std::string_view user_name);
  // A number that was not given before.
  std::string Next() { return std::to_string(++last_); }
  google::protobuf::Timestamp In(std::chrono::hours from_now) const;

  // As anna unless a token is given; the request id is set here.
  template <class Response, class Request>
  Response Do(Request request, const std::string& token = {}) {
    request.set_request_id(server_.RequestId());
    Response response;
    Send(request, response, token.empty() ? anna() : token);
    return response;
  }

  v1::Patient NewPatient();
  v1::Case NewCase();
  v1::Case DraftCase();
  v1::Case AssessedCase();
  v1::Case CaseInProgram();
  v1::Case HeldCase();
  v1::Case DischargedCase();
  v1::Assessment NewAssessment();
  v1::CheckIn NewCheckIn();
  v1::IssueCheckInLinkResponse NewLink();
  v1::FollowUp NewFollowUp();
  v1::OutcomeScore NewOutcomeScore();
  v1::Escalation NewEscalation();
  v1::Referral NewReferral();
  v1::Referral SentReferral();
  // The secret of a new reply link to a referral that was sent.
  std::string ReplyTokenOf(const std::string& referral);
  v1::RunningPlan NewRunningPlan();
  v1::User NewUser();
  // Another title; proposed by anna.
  v1::RuleSetRevision NewRevision();
  // By lea; its name.
  std::string BackTestOf(const v1::RuleSetRevision& revision);
  v1::RuleSetActivation NewActivation();
  v1::Program NewProgram();
  v1::Program PublishedProgram();
  v1::Enrollment NewEnrollment();
  v1::Enrollment PausedEnrollment();
  // Its first exercise is held back.
  v1::Enrollment HeldBackEnrollment();

  v1::Patient PatientToWrite();
  static v1::Case CaseToWrite();
  static v1::Assessment AssessmentToWrite();
  // Hot and swollen: an emergency.
  static v1::CheckIn FlaggedCheckIn();
  v1::FollowUp FollowUpToWrite() const;
  // Three activities, named by the patient.
  static v1::OutcomeScore OutcomeScoreToWrite();
  static v1::Referral ReferralFrom(const v1::Escalation& escalation);
  v1::User UserToWrite();
  static v1::Program ProgramToWrite();
  // Walk-run, left, which pain in a run forbids.
  static v1::PrescribedExercise ExerciseToPrescribe();

 private:
  void Send(const google::protobuf::Message& request, google::protobuf::Message& response,
            const std::string& token);

  TestServer& server_;
  PolicyTable policies_;
  int last_ = 0;
};

// "patients/p/cases/c" of "patients/p/cases/c/escalations/e".
std::string CaseOf(const std::string& name);

}  // namespace midstance::testing
