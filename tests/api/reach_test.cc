#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "tests/api/builders.h"
#include "tests/api/watcher.h"

namespace midstance::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// Who reaches whose data.

class Reach : public ::testing::Test {
 protected:
  v1::IssueCheckInLinkResponse Link() {
    v1::IssueCheckInLinkRequest request;
    request.set_parent(case_);
    return clinic_.Must<v1::IssueCheckInLinkResponse>(lena_, "CheckInService/IssueCheckInLink",
                                                      request);
  }
  static v1::RecordCheckInRequest Hot(const std::string& a_case) {
    v1::RecordCheckInRequest request;
    request.set_parent(a_case);
    *request.mutable_check_in() = HotKnee().As<v1::CheckIn>();
    return request;
  }

  template <class Request>
  static Request Under(std::string_view parent) {
    Request request;
    request.set_parent(std::string(parent));
    return request;
  }
  template <class Response, class Request>
  bool Finds(const std::string& token, std::string_view method, const Request& request) {
    return clinic_.Must<Response>(token, method, request).ByteSizeLong() > 0;
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const std::string ben_ = clinic_.Clinician("ben");
  const v1::Patient patient_ = clinic_.APatient(lena_);
  const std::string case_ = clinic_.ACase(lena_, patient_).name();
};

TEST_F(Reach, APatientReportsThroughHerLinkAndSeesAdviceOnly) {
  const auto link = Link();
  v1::GetCheckInFormRequest form;
  form.set_name(case_);
  const auto asked =
      clinic_.Must<v1::CheckInForm>(link.token(), "CheckInService/GetCheckInForm", form);
  EXPECT_NE(asked.case_title(), "");
  ASSERT_GT(asked.questions_size(), 0);
  for (const auto& question : asked.questions()) EXPECT_EQ(question.because_of(), "");

  const auto answer = clinic_.Must<v1::RecordCheckInResponse>(
      link.token(), "CheckInService/RecordCheckIn", Hot(case_));
  EXPECT_TRUE(answer.advice().running_on_hold());
  EXPECT_NE(answer.advice().text(), "");
  EXPECT_NE(answer.check_in().name(), "");
  EXPECT_FALSE(answer.has_evaluation());
  EXPECT_THAT(answer.escalations(), IsEmpty());
  EXPECT_EQ(answer.check_in().entered_by(), "") << "not for patients";

  const auto raised = clinic_.Escalations(lena_, case_);
  ASSERT_THAT(raised, SizeIs(1));
  EXPECT_EQ(raised.front().urgency(), rules::v1::EMERGENCY);
}

TEST_F(Reach, ALinkOpensItsOwnCaseAndNothingElse) {
  const auto link = Link();
  const auto other_case = clinic_.ACase(lena_, patient_).name();
  const auto other_patient = clinic_.ARunner(lena_);
  for (const auto& closed : {other_case, other_patient, std::string("patients/-/cases/-"),
                             case_ + "x", patient_.name() + "/cases/-"}) {
    const auto refused = clinic_.Try(link.token(), "CheckInService/RecordCheckIn", Hot(closed));
    EXPECT_FALSE(refused.ok()) << closed;
    v1::GetCheckInFormRequest form;
    form.set_name(closed);
    EXPECT_FALSE(clinic_.Try(link.token(), "CheckInService/GetCheckInForm", form).ok()) << closed;
  }
  EXPECT_EQ(clinic_.Try(link.token(), "CheckInService/RecordCheckIn", Hot(other_case)).reason,
            "OUT_OF_SCOPE");
  v1::ListCheckInsRequest list;
  list.set_parent(case_);
  EXPECT_EQ(clinic_.Try(link.token(), "CheckInService/ListCheckIns", list).reason, "ROLE_REQUIRED");
  Watcher watcher(clinic_.server(), link.token(), WatchAll());
  EXPECT_EQ(watcher.Reason(), "ROLE_REQUIRED");
  EXPECT_THAT(clinic_.Escalations(lena_, "patients/-/cases/-"), IsEmpty()) << "nothing was stored";
}

TEST_F(Reach, ARevokedOrExpiredLinkOpensNothing) {
  const auto revoked = Link();
  clinic_.Must<v1::RecordCheckInResponse>(revoked.token(), "CheckInService/RecordCheckIn",
                                          Hot(case_));
  v1::RevokeCheckInLinkRequest request;
  request.set_name(revoked.check_in_link().name());
  request.set_etag(revoked.check_in_link().etag());
  clinic_.Must<v1::CheckInLink>(lena_, "CheckInService/RevokeCheckInLink", request);
  const auto refused = clinic_.Try(revoked.token(), "CheckInService/RecordCheckIn", Hot(case_));
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(refused.reason, "LINK_EXPIRED");

  const auto expired = Link();
  clinic_.clock().Advance(std::chrono::days{8});
  EXPECT_EQ(clinic_.Try(expired.token(), "CheckInService/RecordCheckIn", Hot(case_)).reason,
            "LINK_EXPIRED");
}

TEST_F(Reach, AnotherClinicianFindsNothingOfThePatientInAnyList) {
  clinic_.CheckIn(lena_, case_, HotKnee());
  for (const auto& [token, finds] : {std::pair(lena_, true), std::pair(ben_, false)}) {
    EXPECT_EQ(finds, Finds<v1::ListPatientsResponse>(token, "PatientService/ListPatients",
                                                     v1::ListPatientsRequest()));
    EXPECT_EQ(finds, Finds<v1::ListCasesResponse>(token, "CaseService/ListCases",
                                                  Under<v1::ListCasesRequest>("patients/-")));
    EXPECT_EQ(finds, Finds<v1::ListCheckInsResponse>(
                         token, "CheckInService/ListCheckIns",
                         Under<v1::ListCheckInsRequest>("patients/-/cases/-")));
    EXPECT_EQ(finds, Finds<v1::ListEscalationsResponse>(
                         token, "EscalationService/ListEscalations",
                         Under<v1::ListEscalationsRequest>("patients/-/cases/-")));
  }
}

TEST_F(Reach, AnotherClinicianGetsTheSameAnswerForWhatIsForeignAndWhatIsNotThere) {
  const auto flagged = clinic_.CheckIn(lena_, case_, HotKnee());
  const auto reason = [&](std::string_view method, auto request, const std::string& name) {
    request.set_name(name);
    const auto refused = clinic_.Try(ben_, method, request);
    EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::PERMISSION_DENIED) << name;
    return refused.status.error_message();
  };
  const auto of_nobody =
      reason("PatientService/GetPatient", v1::GetPatientRequest(), "patients/nobody");
  EXPECT_EQ(reason("PatientService/GetPatient", v1::GetPatientRequest(), patient_.name()),
            of_nobody);
  EXPECT_EQ(reason("CaseService/GetCase", v1::GetCaseRequest(), case_), of_nobody);
  EXPECT_EQ(reason("CheckInService/GetCheckIn", v1::GetCheckInRequest(), flagged.check_in().name()),
            of_nobody);
  EXPECT_EQ(reason("EscalationService/GetEscalation", v1::GetEscalationRequest(),
                   flagged.escalations(0).name()),
            of_nobody);
}

TEST_F(Reach, TwoCliniciansWatchAndEachIsToldOfHerOwnPatients) {
  const auto bens = clinic_.ARunner(ben_);
  Watcher of_lena(clinic_.server(), lena_, WatchAll({"Escalation"}));
  Watcher of_ben(clinic_.server(), ben_, WatchAll({"Escalation"}));
  Watcher of_lead(clinic_.server(), clinic_.Lead(), WatchAll({"Escalation"}));
  const auto one = clinic_.CheckIn(lena_, case_, HotKnee()).escalations(0).name();
  const auto other = clinic_.CheckIn(ben_, bens, HotKnee()).escalations(0).name();
  EXPECT_EQ(of_ben.NextChange().name(), other);
  EXPECT_EQ(of_lena.NextChange().name(), one);
  EXPECT_EQ(of_lead.NextChange().name(), one);
  EXPECT_EQ(of_lead.NextChange().name(), other);
  clinic_.server().application().door().Beat();
  EXPECT_THAT(of_lena.UntilQuiet(), IsEmpty());
  EXPECT_THAT(of_ben.UntilQuiet(), IsEmpty());

  Watcher existing(clinic_.server(), ben_, WatchExisting());
  for (const auto& change : existing.UntilQuiet()) {
    EXPECT_FALSE(change.name().starts_with(patient_.name())) << change.name();
  }
}

}  // namespace
}  // namespace midstance::testing
