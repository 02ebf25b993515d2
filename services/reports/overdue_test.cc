#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/reports/reports_testing.h"

namespace midstance::reports {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class OverdueReport : public ReportTest {
 protected:
  v1::Escalation AFlag(const v1::Case& of) {
    v1::Escalation escalation;
    escalation.set_name(of.name() + "/escalations/e1");
    escalation.set_state(v1::Escalation::STATE_ACKNOWLEDGED);
    escalation.set_urgency(rules::v1::URGENT);
    *escalation.mutable_raised_time() = TimestampOf(tester_.now);
    *escalation.mutable_due_time() = TimestampOf(tester_.now + hours{72});
    return escalation;
  }
  void AReferral(const v1::Escalation& from, const std::string& id, v1::Referral::State state) {
    v1::Referral referral;
    referral.set_name(from.name().substr(0, from.name().find("/escalations/")) + "/referrals/" +
                      id);
    referral.set_escalation(from.name());
    referral.set_state(state);
    referral.set_urgency(from.urgency());
    tester_.Put(referral);
  }
};

TEST_F(OverdueReport, OverdueGoesFromFollowUpsToReferralsPageByPage) {
  const auto of = ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  for (const int days_ago : {9, 3, 1}) {
    v1::FollowUp follow_up;
    follow_up.set_name(of.name() + "/followUps/f" + std::to_string(days_ago));
    follow_up.set_kind(v1::FollowUp::KIND_CALL);
    follow_up.set_state(v1::FollowUp::STATE_SCHEDULED);
    *follow_up.mutable_due_time() = TimestampOf(tester_.now - days{days_ago});
    tester_.Put(follow_up);
  }
  auto escalation = AFlag(of);
  *escalation.mutable_due_time() = TimestampOf(tester_.now - days{2});
  tester_.Put(escalation);
  AReferral(escalation, "r1", v1::Referral::STATE_SENT);
  AReferral(escalation, "r2", v1::Referral::STATE_CLOSED);
  auto request = Asking("overdue");
  std::vector<std::string> seen;
  for (const int size : {3, 2, 1}) {
    seen.clear();
    request.set_page_size(size);
    request.clear_page_token();
    do {
      const auto page = Must(anna_, request);
      for (int i = 0; i < page.rows_size(); ++i) {
        seen.push_back(Cell(page, i, "what") + " " + Cell(page, i, "days_late"));
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    EXPECT_THAT(seen, ElementsAre("Call 9", "Call 3", "Call 1",
                                  "Referral waits for the receiver's acknowledgement 2"))
        << size;
  }
}

TEST_F(OverdueReport, AReferralIsOverdueWhenWhatItWaitsForIs) {
  const auto of = ACase("anna-s", "c1", v1::Case::STATE_REFERRED, "users/anna");
  auto escalation = AFlag(of);
  *escalation.mutable_due_time() = TimestampOf(tester_.now + days{300});
  tester_.Put(escalation);
  AReferral(escalation, "r1", v1::Referral::STATE_SEEN);
  AReferral(escalation, "r2", v1::Referral::STATE_REPORT_RECEIVED);
  AReferral(escalation, "r3", v1::Referral::STATE_ACTED_ON);
  tester_.now += days{1};
  EXPECT_THAT(Must(anna_, "overdue").rows(), IsEmpty()) << "our answer is due now";
  tester_.now += days{13};
  auto answer = Must(anna_, "overdue");
  ASSERT_THAT(answer.rows(), SizeIs(1)) << "the report is due now";
  EXPECT_EQ(Cell(answer, 0, "what"), "Referral waits for our answer");
  EXPECT_EQ(Cell(answer, 0, "days_late"), "13");
  tester_.now += days{3};
  answer = Must(anna_, "overdue");
  ASSERT_THAT(answer.rows(), SizeIs(2));
  EXPECT_EQ(Cell(answer, 1, "resource"), of.name() + "/referrals/r1");
  EXPECT_EQ(Cell(answer, 1, "what"), "Referral waits for the doctor's report");
  EXPECT_EQ(Cell(answer, 1, "days_late"), "3");
}

TEST_F(OverdueReport, APatientWhoIsNotSeenWhenTheFlagWantsItIsOverdueThoughNoStepIsLate) {
  const auto of = ACase("anna-s", "c1", v1::Case::STATE_REFERRED, "users/anna");
  const auto escalation = tester_.Put(AFlag(of));
  tester_.now += days{2};
  AReferral(escalation, "r1", v1::Referral::STATE_ACKNOWLEDGED);
  tester_.now += days{1};
  EXPECT_THAT(Must(anna_, "overdue").rows(), IsEmpty());
  tester_.now += hours{1};
  EXPECT_EQ(Cell(Must(anna_, "overdue"), 0, "what"), "Referral waits for the patient being seen");
}

}  // namespace
}  // namespace midstance::reports
