#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/escalations/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::escalations {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using v1::Escalation;

constexpr char kRaisedIn[] = "patients/p/cases/c";

class ByHand : public ::testing::Test {
 protected:
  ByHand() {
    v1::Patient patient;
    patient.set_name("patients/p");
    patient.add_care_team(anna_.name);
    tester_.Put(patient);
    v1::Case a_case;
    a_case.set_name(kRaisedIn);
    a_case.set_state(v1::Case::STATE_ASSESSED);
    case_ = tester_.Put(a_case);
  }
  static v1::RaiseEscalationRequest Worried(rules::v1::Urgency urgency = rules::v1::URGENT) {
    v1::RaiseEscalationRequest request;
    request.set_parent(kRaisedIn);
    request.mutable_site()->set_area(v1::AREA_HIP);
    request.mutable_site()->set_side(v1::SIDE_LEFT);
    request.set_urgency(urgency);
    request.set_reason("Her gait has changed since Monday");
    return request;
  }
  absl::StatusOr<Escalation> Raise(const v1::RaiseEscalationRequest& request) {
    return tester_.Run(RaiseEscalation, anna_, request);
  }

  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  v1::Case case_;
};

TEST_F(ByHand, AnEscalationNamesWhoRaisedItAndWhyAndNoRule) {
  auto request = Worried();
  request.set_activity_advice("no-running");
  const auto raised = Raise(request);
  ASSERT_TRUE(raised.ok()) << raised.status();
  EXPECT_THAT(raised->name(), StartsWith("patients/p/cases/c/escalations/"));
  EXPECT_EQ(raised->state(), Escalation::STATE_OPEN);
  EXPECT_EQ(raised->by_hand().raised_by(), anna_.name);
  EXPECT_EQ(raised->by_hand().reason(), request.reason());
  EXPECT_EQ(raised->basis(), "Her gait has changed since Monday.");
  EXPECT_EQ(raised->family(), "by-hand");
  EXPECT_THAT(raised->firings(), IsEmpty());
  EXPECT_EQ(raised->site().area(), v1::AREA_HIP);
  EXPECT_EQ(raised->activity_advice(), "no-running");
  EXPECT_EQ(InstantOf(raised->raised_time()), tester_.now);
  ASSERT_THAT(raised->history(), SizeIs(1));
  EXPECT_EQ(raised->history(0).kind(), Escalation::Event::KIND_OPENED);
  EXPECT_EQ(raised->history(0).actor(), anna_.name);
  EXPECT_EQ(tester_.Find<Escalation>(raised->name())->by_hand().reason(), request.reason());
}

TEST_F(ByHand, TheUrgencySaysByWhenAndWhereUnlessToldOtherwise) {
  const struct {
    rules::v1::Urgency urgency;
    std::chrono::hours within;
    const char* destination;
  } kRows[] = {{rules::v1::EMERGENCY, std::chrono::hours{0}, "emergency-department"},
               {rules::v1::URGENT, std::chrono::hours{72}, "doctor-within-72-hours"},
               {rules::v1::SOON, std::chrono::hours{14 * 24}, "gp-or-sports-physician"},
               {rules::v1::WATCH, std::chrono::hours{7 * 24}, ""}};
  for (const auto& row : kRows) {
    const auto raised = Raise(Worried(row.urgency));
    ASSERT_TRUE(raised.ok()) << raised.status();
    EXPECT_EQ(raised->urgency(), row.urgency);
    EXPECT_EQ(InstantOf(raised->due_time()), tester_.now + row.within);
    EXPECT_EQ(raised->destination(), row.destination);
  }
  auto request = Worried(rules::v1::SOON);
  request.set_destination("sports-orthopaedics");
  EXPECT_EQ(Raise(request)->destination(), "sports-orthopaedics");
}

TEST_F(ByHand, EachIsAnAlarmOfItsOwnBesideWhatTheRulesHoldOpenThere) {
  Escalation found;
  found.set_name("patients/p/cases/c/escalations/found");
  found.set_state(Escalation::STATE_OPEN);
  found.set_family("by-hand");
  found.mutable_site()->set_area(v1::AREA_HIP);
  found.mutable_site()->set_side(v1::SIDE_LEFT);
  tester_.Put(found);
  const auto first = Raise(Worried());
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = Raise(Worried());
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_NE(first->name(), second->name());
}

TEST_F(ByHand, ItMayBeAboutTheWholePatient) {
  auto request = Worried();
  request.clear_site();
  const auto raised = Raise(request);
  ASSERT_TRUE(raised.ok()) << raised.status();
  EXPECT_FALSE(raised->has_site());
}

TEST_F(ByHand, ItIsAnsweredAndClosedLikeEveryOther) {
  const auto raised = Raise(Worried());
  ASSERT_TRUE(raised.ok()) << raised.status();
  v1::AcknowledgeEscalationRequest seen;
  seen.set_name(raised->name());
  seen.set_etag(raised->etag());
  const auto taken = tester_.Run(AcknowledgeEscalation, anna_, seen);
  ASSERT_TRUE(taken.ok()) << taken.status();
  v1::ResolveEscalationRequest close;
  close.set_name(raised->name());
  close.set_etag(taken->etag());
  close.set_outcome(Escalation::OUTCOME_TREATED_ON);
  close.set_reason("a new shoe");
  *close.mutable_look_again_time() = TimestampOf(tester_.now + std::chrono::hours{72});
  const auto closed = tester_.Run(ResolveEscalation{calendar_}, anna_, close);
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->by_hand().raised_by(), anna_.name);
}

TEST_F(ByHand, AnEndedCaseTakesNone) {
  case_.set_state(v1::Case::STATE_DISCHARGED);
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& writer) { return writer.Update(case_, tester_.now); })
          .ok());
  EXPECT_EQ(ReasonOf(Raise(Worried()).status()), v1::ERROR_REASON_STATE_FORBIDS);
}

}  // namespace
}  // namespace midstance::escalations
