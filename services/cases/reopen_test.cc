#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/cases/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::cases {
namespace {

using options::v1::ROLE_CLINICIAN;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class Reopening : public ::testing::Test {
 protected:
  Reopening() {
    v1::Patient patient;
    patient.set_name("patients/p1");
    patient.add_care_team("users/anna");
    tester_.Put(patient);
    v1::Case of;
    of.set_name("patients/p1/cases/c1");
    of.set_title("Left hip pain");
    of.set_complaint("Since the half marathon");
    of.set_onset_date("2025-01-10");
    of.set_clinician("users/anna");
    auto& site = *of.add_sites();
    site.set_area(v1::AREA_HIP);
    site.set_side(v1::SIDE_LEFT);
    of.add_goals()->set_text("Run 10 km");
    of.add_goals()->set_text("Climb stairs");
    of.mutable_goals(1)->set_met_date("2025-02-20");
    of.mutable_plan_of_care()->set_start_date("2025-01-20");
    of.set_state(v1::Case::STATE_DISCHARGED);
    *of.mutable_state_time() = TimestampOf(tester_.now);
    ended_ = tester_.Put(of);
  }
  absl::StatusOr<v1::Case> Reopen(const v1::Case& of) {
    v1::ReopenCaseRequest request;
    request.set_name(of.name());
    request.set_etag(of.etag());
    request.set_reason("It came back");
    return tester_.Run(ReopenCase{calendar_}, anna_, request);
  }

  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
  v1::Case ended_;
};

TEST_F(Reopening, MakesANewCaseThatNamesTheEndedOneAndLeavesThatAsItIs) {
  tester_.now += std::chrono::hours{24};
  const auto next = Reopen(ended_);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_NE(next->name(), ended_.name());
  EXPECT_EQ(next->reopens(), ended_.name());
  EXPECT_EQ(next->state(), v1::Case::STATE_OPEN);
  EXPECT_EQ(next->state_reason(), "It came back");
  EXPECT_EQ(next->title(), ended_.title());
  EXPECT_EQ(next->complaint(), ended_.complaint());
  EXPECT_EQ(next->onset_date(), ended_.onset_date());
  EXPECT_EQ(next->clinician(), "users/anna");
  ASSERT_THAT(next->sites(), SizeIs(1));
  ASSERT_THAT(next->goals(), SizeIs(1));
  EXPECT_EQ(next->goals(0).text(), "Run 10 km");
  EXPECT_FALSE(next->has_plan_of_care());
  EXPECT_EQ(tester_.Find<v1::Case>(ended_.name())->SerializeAsString(), ended_.SerializeAsString());
}

TEST_F(Reopening, IsTakenOnTheNinetiethDay) {
  // A minute before the day ends; days are counted, not hours.
  tester_.now += std::chrono::hours{24 * 90 + 14} + std::chrono::minutes{59};
  EXPECT_TRUE(Reopen(ended_).ok());
}

TEST_F(Reopening, IsRefusedFromTheNinetyFirstDayOn) {
  tester_.now += std::chrono::hours{24 * 90 + 15};
  const auto late = Reopen(ended_);
  EXPECT_EQ(ReasonOf(late.status()), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ErrorInfoOf(late.status())->metadata().at("state"), "STATE_DISCHARGED");
  EXPECT_THAT(std::string(late.status().message()),
              HasSubstr("more than 90 days ago; create a new case"));
}

TEST_F(Reopening, IsRefusedWhileAnotherCaseGoesOnFromIt) {
  auto next = Reopen(ended_);
  ASSERT_TRUE(next.ok()) << next.status();
  const auto twice = Reopen(ended_);
  EXPECT_EQ(ReasonOf(twice.status()), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ErrorInfoOf(twice.status())->metadata().at("reopened"), next->name());
  const Endings none;
  v1::CloseCaseRequest close;
  close.set_name(next->name());
  close.set_etag(next->etag());
  close.set_close_reason(v1::Case::CLOSE_REASON_DECLINED);
  ASSERT_TRUE(tester_.Run(CloseCase{none}, anna_, close).ok());
  EXPECT_TRUE(Reopen(ended_).ok());
}

TEST_F(Reopening, IsLedByWhoReopensWhenWhoLedItHasLeft) {
  auto other = ended_;
  other.set_clinician("users/gone");
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(other, tester_.now); }).ok());
  EXPECT_EQ(Reopen(other)->clinician(), "users/anna");
}

TEST_F(Reopening, WithAnOldEtagIsRefused) {
  auto stale = ended_;
  stale.set_etag("\"other\"");
  EXPECT_EQ(ReasonOf(Reopen(stale).status()), v1::ERROR_REASON_ETAG_MISMATCH);
}

}  // namespace
}  // namespace midstance::cases
