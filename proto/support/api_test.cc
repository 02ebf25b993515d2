#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <vector>

#include "midstance/v1/admin_service.pb.h"
#include "midstance/v1/assessment_service.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/follow_up_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "midstance/v1/rule_set_service.pb.h"
#include "midstance/v1/session_service.pb.h"
#include "midstance/v1/watch_service.pb.h"
#include "support/constraints.h"
#include "support/policy.h"
#include "support/redact.h"
#include "support/schema.h"
#include "support/visibility.h"

namespace midstance {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kOpenMethods[] = {"midstance.v1.SessionService.SignIn"};

std::vector<const google::protobuf::ServiceDescriptor*> EveryService() {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const auto* file :
       {v1::GetUserRequest::descriptor()->file(), v1::GetAssessmentRequest::descriptor()->file(),
        v1::GetCaseRequest::descriptor()->file(), v1::GetCheckInRequest::descriptor()->file(),
        v1::GetEscalationRequest::descriptor()->file(),
        v1::GetFollowUpRequest::descriptor()->file(), v1::GetPatientRequest::descriptor()->file(),
        v1::GetReferralRequest::descriptor()->file(), v1::GetRuleSetRequest::descriptor()->file(),
        v1::SignInRequest::descriptor()->file(), v1::WatchRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

TEST(Api, EveryMethodKeepsTheRulesOfTheHouse) {
  const auto table = PolicyTable::Of(EveryService(), kOpenMethods);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_NE(table->Find("/midstance.v1.CheckInService/RecordCheckIn"), nullptr);
}

TEST(Api, EveryOptionOfEveryFieldMakesSense) {
  const auto table = PolicyTable::Of(EveryService(), kOpenMethods);
  ASSERT_TRUE(table.ok());
  const auto schema = Schema::Of(table->Messages());
  ASSERT_TRUE(schema.ok()) << schema.status();
}

class CheckIns : public ::testing::Test {
 protected:
  static v1::RecordCheckInRequest Request() {
    v1::RecordCheckInRequest request;
    request.set_parent("patients/ada/cases/knee");
    request.set_request_id("0193f0a2-7c1e-7d53-9a52-1f2e3d4c5b6a");
    auto& site = *request.mutable_check_in()->add_reports();
    site.mutable_site()->set_area(v1::AREA_KNEE);
    site.mutable_site()->set_side(v1::SIDE_LEFT);
    auto& swelling = *site.add_observations();
    swelling.set_code("swelling");
    swelling.set_number(1);
    auto& warmth = *site.add_observations();
    warmth.set_code("warmth");
    warmth.set_answer(v1::ANSWER_PRESENT);
    request.mutable_check_in()->set_note("canary");
    return request;
  }

  const Schema schema_ = *Schema::Of(PolicyTable::Of(EveryService(), kOpenMethods)->Messages());
};

TEST_F(CheckIns, AnHonestOneIsRight) {
  google::rpc::BadRequest violations;
  CheckConstraints(schema_, Request(), Instant{}, violations);
  EXPECT_THAT(violations.DebugString(), IsEmpty());
}

TEST_F(CheckIns, AMissingSideAndAnUnknownAnswerAreNamedByPath) {
  auto request = Request();
  request.mutable_check_in()->mutable_reports(0)->mutable_site()->clear_side();
  request.mutable_check_in()->mutable_reports(0)->mutable_observations(1)->set_answer(
      static_cast<v1::Answer>(9));
  google::rpc::BadRequest violations;
  CheckConstraints(schema_, request, Instant{}, violations);
  ASSERT_EQ(violations.field_violations_size(), 2) << violations.DebugString();
  EXPECT_EQ(violations.field_violations(0).field(), "check_in.reports[0].site.side");
  EXPECT_EQ(violations.field_violations(1).field(), "check_in.reports[0].observations[1].answer");
}

TEST_F(CheckIns, TheLogHoldsNoNoteAndThePatientNoEvaluation) {
  EXPECT_THAT(Redacted(schema_, Request()), Not(HasSubstr("canary")));
  v1::RecordCheckInResponse response;
  *response.mutable_check_in() = Request().check_in();
  response.mutable_evaluation();
  response.add_escalations()->set_title("hot joint");
  response.mutable_advice()->set_text("Stop running.");
  KeepForPatient(schema_, response);
  EXPECT_EQ(response.check_in().reports(0).observations(0).number(), 1);
  EXPECT_EQ(response.advice().text(), "Stop running.");
  EXPECT_FALSE(response.has_evaluation());
  EXPECT_EQ(response.escalations_size(), 0);
}

}  // namespace
}  // namespace midstance
