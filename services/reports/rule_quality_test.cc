#include <gmock/gmock.h>

#include <chrono>
#include <string>

#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/referral.pb.h"
#include "services/reports/reports_testing.h"

namespace midstance::reports {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::SizeIs;
using v1::Escalation;
using v1::Referral;

class QualityOfRules : public ReportTest {
 protected:
  Escalation AFlag(const std::string& rule = "swelling-persistent") {
    Escalation flag;
    const std::string id = "f" + std::to_string(++last_);
    flag.set_name(of_.name() + "/escalations/" + id);
    flag.set_state(Escalation::STATE_OPEN);
    flag.set_urgency(rules::v1::SOON);
    flag.set_family(id);
    auto& result = *flag.add_firings()->mutable_result();
    result.set_rule(rule);
    result.set_urgency(rules::v1::SOON);
    *flag.mutable_raised_time() = TimestampOf(tester_.now);
    return flag;
  }
  void Put(Escalation flag, Escalation::Outcome outcome,
           Escalation::OverrideReason because = Escalation::OVERRIDE_REASON_UNSPECIFIED) {
    flag.set_state(Escalation::STATE_RESOLVED);
    flag.mutable_resolution()->set_outcome(outcome);
    flag.mutable_resolution()->set_override_reason(because);
    *flag.mutable_resolution()->mutable_resolve_time() =
        TimestampOf(tester_.now + hours{1} + std::chrono::seconds{last_});
    tester_.Put(flag);
  }
  // A flag that is open, with a letter that doctors answered so.
  void PutAnswered(const std::vector<Referral::Answer>& answers) {
    auto flag = AFlag();
    Referral letter;
    letter.set_name(of_.name() + "/referrals/r" + std::to_string(last_));
    letter.set_escalation(flag.name());
    for (const auto answer : answers) letter.add_replies()->set_answer(answer);
    flag.set_referral(letter.name());
    tester_.Put(letter);
    tester_.Put(flag);
  }

  void SetUp() override {
    ReportTest::SetUp();
    of_ = ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  }
  v1::Case of_;
  int last_ = 0;
};

TEST_F(QualityOfRules, WrongAlarmsAreToldByTheirReasons) {
  Put(AFlag(), Escalation::OUTCOME_REFERRED);
  Put(AFlag(), Escalation::OUTCOME_WRONG_ALARM, Escalation::OVERRIDE_REASON_ENTRY_ERROR);
  Put(AFlag(), Escalation::OUTCOME_WRONG_ALARM, Escalation::OVERRIDE_REASON_EXPLAINED);
  Put(AFlag(), Escalation::OUTCOME_WRONG_ALARM, Escalation::OVERRIDE_REASON_EXPLAINED);
  Put(AFlag(), Escalation::OUTCOME_WRONG_ALARM);
  tester_.Put(AFlag());
  const auto answer = Must(anna_, "rule-quality");
  ASSERT_THAT(answer.rows(), SizeIs(1));
  EXPECT_EQ(Cell(answer, 0, "fired"), "6");
  EXPECT_EQ(Cell(answer, 0, "precision"), "20");
  EXPECT_EQ(Cell(answer, 0, "override_rate"), "80");
  EXPECT_EQ(Cell(answer, 0, "overrides"), "Explained 2, not told 1, entry error 1");
  EXPECT_EQ(Cell(answer, 0, "review"), "yes");
}

TEST_F(QualityOfRules, DoctorsRepliesAreCountedByWhatTheyFound) {
  PutAnswered({Referral::ANSWER_ACCEPTED, Referral::ANSWER_CONFIRMED});
  PutAnswered({Referral::ANSWER_CONFIRMED});
  PutAnswered({Referral::ANSWER_OTHER_FINDING});
  PutAnswered({Referral::ANSWER_NOTHING_FOUND});
  PutAnswered({Referral::ANSWER_DECLINED});
  Put(AFlag(), Escalation::OUTCOME_TREATED_ON);
  const auto answer = Must(anna_, "rule-quality");
  EXPECT_EQ(Cell(answer, 0, "doctor_confirmed"), "2");
  EXPECT_EQ(Cell(answer, 0, "doctor_other"), "1");
  EXPECT_EQ(Cell(answer, 0, "doctor_nothing"), "1");
  EXPECT_EQ(Cell(answer, 0, "confirmed"), "4") << "with what was treated on";
}

TEST_F(QualityOfRules, ARuleIsToBeReviewedByItsLastThirty) {
  // Twenty wrong ones long ago, then fifteen of each.
  for (int i = 0; i < 20; ++i) Put(AFlag(), Escalation::OUTCOME_WRONG_ALARM);
  for (int i = 0; i < 15; ++i) Put(AFlag(), Escalation::OUTCOME_WRONG_ALARM);
  for (int i = 0; i < 15; ++i) Put(AFlag(), Escalation::OUTCOME_REFERRED);
  EXPECT_EQ(Cell(Must(anna_, "rule-quality"), 0, "review"), "no") << "half of the last 30";
  Put(AFlag(), Escalation::OUTCOME_OTHER);
  EXPECT_EQ(Cell(Must(anna_, "rule-quality"), 0, "review"), "no") << "15 of 30 again";
  for (int i = 0; i < 15; ++i) Put(AFlag(), Escalation::OUTCOME_OTHER);
  EXPECT_EQ(Cell(Must(anna_, "rule-quality"), 0, "review"), "yes");
}

TEST_F(QualityOfRules, NothingIsSaidOfARuleBeforeOneOfItsFlagsIsResolved) {
  tester_.Put(AFlag());
  const auto answer = Must(anna_, "rule-quality");
  for (const char* column : {"precision", "override_rate", "review"}) {
    EXPECT_EQ(Cell(answer, 0, column), "-") << column;
  }
}

TEST_F(QualityOfRules, FlagsAreReckonedByTheWeeksInWhichPatientsAreInCare) {
  const Instant begin = tester_.now;
  ACase("anna-s", "c2", v1::Case::STATE_OPEN, "users/anna");  // of the same patient
  auto ended = ACase("ben-s", "c3", v1::Case::STATE_OPEN, "users/ben");
  tester_.now += days{7};
  ended.set_state(v1::Case::STATE_DISCHARGED);
  *ended.mutable_state_time() = TimestampOf(tester_.now);
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(ended, tester_.now); }).ok());
  for (int i = 0; i < 3; ++i) tester_.Put(AFlag());
  tester_.now += days{7};
  // Two weeks of one patient and one of the other.
  EXPECT_EQ(Cell(Must(lead_, "rule-quality"), 0, "weekly_per_100"), "100");
  EXPECT_EQ(Cell(Must(anna_, "rule-quality"), 0, "weekly_per_100"), "150");
  auto request = Asking("rule-quality");
  *request.mutable_start_time() = TimestampOf(begin + days{7});
  *request.mutable_end_time() = TimestampOf(begin + days{14});
  EXPECT_EQ(Cell(Must(lead_, request), 0, "weekly_per_100"), "300");
}

}  // namespace
}  // namespace midstance::reports
