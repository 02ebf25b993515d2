#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/reports/definitions.h"
#include "services/reports/reports_testing.h"
#include "services/reports/rows.h"

namespace midstance::reports {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Reports : public ReportTest {
 protected:
  v1::Escalation AnEscalation(const std::string& parent, const std::string& id,
                              rules::v1::Urgency urgency, const std::string& rule) {
    v1::Escalation escalation;
    escalation.set_name(parent + "/escalations/" + id);
    escalation.set_state(v1::Escalation::STATE_OPEN);
    escalation.set_urgency(urgency);
    escalation.set_family(id);
    auto& result = *escalation.add_firings()->mutable_result();
    result.set_rule(rule);
    result.set_urgency(urgency);
    *escalation.mutable_raised_time() = TimestampOf(tester_.now);
    *escalation.mutable_due_time() = TimestampOf(tester_.now + hours{72});
    return escalation;
  }
  void Acknowledged(v1::Escalation& escalation, Duration after) {
    escalation.set_state(v1::Escalation::STATE_ACKNOWLEDGED);
    *escalation.mutable_acknowledged_time() = TimestampOf(tester_.now + after);
  }
  void Resolved(v1::Escalation& escalation, v1::Escalation::Outcome outcome, Duration after) {
    escalation.set_state(v1::Escalation::STATE_RESOLVED);
    escalation.mutable_resolution()->set_outcome(outcome);
    *escalation.mutable_resolution()->mutable_resolve_time() = TimestampOf(tester_.now + after);
  }
};

TEST_F(Reports, EveryShippedReportRunsOnAnEmptyClinicWithItsColumns) {
  for (const auto& definition : Shipped().reports()) {
    const auto answer = Must(lead_, definition.report());
    EXPECT_THAT(answer.rows(), IsEmpty()) << definition.report();
    EXPECT_EQ(answer.definition().columns_size(), definition.columns_size());
    EXPECT_EQ(InstantOf(answer.as_of_time()), tester_.now);
  }
}

TEST_F(Reports, TheListHasEveryReportPageByPage) {
  v1::ListReportsRequest request;
  request.set_page_size(4);
  std::vector<std::string> seen;
  do {
    const auto page = tester_.Run(ListReports{tester_.sealer()}, anna_, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& report : page->reports()) seen.push_back(report.report());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(seen, ElementsAre("caseload", "escalations", "escalation-weeks", "overdue",
                                "referrals", "rule-quality", "detection-delay", "return-to-running",
                                "adherence", "outcomes", "outcome-responders"));
}

TEST_F(Reports, TheCaseloadCountsCasesByTherapistAndState) {
  ACase("anna-s", "c1", v1::Case::STATE_IN_PROGRAM, "users/anna");
  ACase("anna-s", "c2", v1::Case::STATE_OPEN, "users/anna");
  ACase("anna-s", "c3", v1::Case::STATE_DISCHARGED, "users/anna");
  ACase("ben-s", "c4", v1::Case::STATE_ON_HOLD, "users/ben");
  const auto answer = Must(lead_, "caseload");
  ASSERT_THAT(answer.rows(), SizeIs(2));
  EXPECT_EQ(Cell(answer, 0, "clinician"), "users/anna");
  EXPECT_EQ(Cell(answer, 0, "open"), "2");
  EXPECT_EQ(Cell(answer, 0, "in_program"), "1");
  EXPECT_EQ(Cell(answer, 0, "not_assessed"), "1");
  EXPECT_EQ(Cell(answer, 0, "discharged"), "1");
  EXPECT_EQ(Cell(answer, 1, "on_hold"), "1");
}

TEST_F(Reports, TheCaseloadHasEveryTherapistOnceHoweverShortThePages) {
  ACase("anna-s", "c1", v1::Case::STATE_OPEN, "");
  for (int i = 0; i < 5; ++i) {
    ACase("anna-s", "a" + std::to_string(i), v1::Case::STATE_IN_PROGRAM,
          "users/u" + std::to_string(i % 3));
  }
  tester_.now += days{20};
  const auto whole = Must(lead_, "caseload");
  ASSERT_THAT(whole.rows(), SizeIs(4));
  EXPECT_EQ(Cell(whole, 0, "clinician"), "");
  EXPECT_EQ(Cell(whole, 1, "silent"), "2");
  for (const int size : {1, 2, 3, 4}) {
    const auto all = MustAll(lead_, Asking("caseload"), size);
    ASSERT_THAT(all.rows(), SizeIs(4)) << size;
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(all.rows(i).SerializeAsString(), whole.rows(i).SerializeAsString()) << size;
    }
  }
}

TEST_F(Reports, ATherapistOfManySilentCasesEndsThePageOfTheCaseload) {
  for (const char* clinician : {"users/u1", "users/u2", "users/u3"}) {
    const auto wrote = tester_.Write([&](storage::Writer& writer) {
      for (int i = 0; i < 400; ++i) {
        v1::Case of;
        of.set_name("patients/anna-s/cases/" + std::string(clinician).substr(6) + "-" +
                    std::to_string(i));
        of.set_state(v1::Case::STATE_IN_PROGRAM);
        of.set_clinician(clinician);
        MIDSTANCE_RETURN_IF_ERROR(writer.Insert(of, tester_.now));
      }
      return absl::OkStatus();
    });
    ASSERT_TRUE(wrote.ok()) << wrote;
  }
  tester_.now += days{20};
  const auto first = Must(anna_, "caseload");
  EXPECT_THAT(first.rows(), SizeIs(2)) << "1000 cases are asked for their records at once";
  EXPECT_FALSE(first.next_page_token().empty());
  const auto all = MustAll(anna_, Asking("caseload"), 50);
  ASSERT_THAT(all.rows(), SizeIs(3));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Cell(all, i, "silent"), "400");
}

TEST_F(Reports, ACaseIsSilentAfterFourteenDaysWithoutARecordAndNotBefore) {
  const auto quiet = ACase("anna-s", "c1", v1::Case::STATE_IN_PROGRAM, "users/anna");
  const auto heard = ACase("anna-s", "c2", v1::Case::STATE_IN_PROGRAM, "users/anna");
  tester_.now += days{10};
  v1::CheckIn check_in;
  check_in.set_name(heard.name() + "/checkIns/1");
  tester_.Put(check_in);
  tester_.now += days{4};
  EXPECT_EQ(Cell(Must(anna_, "caseload"), 0, "silent"), "0");
  tester_.now += hours{1};
  EXPECT_EQ(Cell(Must(anna_, "caseload"), 0, "silent"), "1");
}

TEST_F(Reports, AClinicianSeesTheCasesOfHerPatientsOnly) {
  ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  ACase("ben-s", "c2", v1::Case::STATE_OPEN, "users/ben");
  EXPECT_THAT(Must(anna_, "caseload").rows(), SizeIs(1));
  auto request = Asking("caseload");
  request.set_clinician("users/ben");
  EXPECT_THAT(Must(lead_, request).rows(), SizeIs(1));
  const auto refused = Try(anna_, request);
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(Reports, ThePatientsOfNobodyOfTheClinicAreNoEmptyReport) {
  auto request = Asking("caseload");
  request.set_clinician("users/anmol");
  const auto refused = Try(lead_, request).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_FIELD_INVALID);
  ASSERT_TRUE(BadRequestOf(refused).has_value());
  EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(), "clinician");
}

TEST_F(Reports, ResponseTimesAreMedianAndNinetiethPercentAgainstTheTarget) {
  const auto of = ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  for (int i = 1; i <= 10; ++i) {
    auto escalation =
        AnEscalation(of.name(), "e" + std::to_string(i), rules::v1::URGENT, "night-pain");
    Acknowledged(escalation, hours{i * 3});  // 3 to 30 hours; the target is 24
    tester_.Put(escalation);
  }
  tester_.Put(AnEscalation(of.name(), "e11", rules::v1::EMERGENCY, "cauda-equina"));
  tester_.now += hours{2};
  const auto answer = Must(anna_, "escalations");
  ASSERT_THAT(answer.rows(), SizeIs(2));
  EXPECT_EQ(Cell(answer, 0, "urgency"), "Emergency");
  EXPECT_EQ(Cell(answer, 0, "unacknowledged"), "1");
  EXPECT_EQ(Cell(answer, 0, "in_target"), "0") << "nobody answered, and the hour is over";
  EXPECT_EQ(Cell(answer, 0, "acknowledge_median"), "-") << "no value is not zero hours";
  EXPECT_EQ(Cell(answer, 1, "raised"), "10");
  EXPECT_EQ(Cell(answer, 1, "acknowledge_median"), "15");
  EXPECT_EQ(Cell(answer, 1, "acknowledge_p90"), "27");
  EXPECT_EQ(Cell(answer, 1, "in_target"), "80");
}

TEST_F(Reports, AnAcknowledgementOfSomethingLessUrgentAnswersForNoEmergency) {
  const auto of = ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  auto escalation = AnEscalation(of.name(), "e1", rules::v1::SOON, "swelling-persistent");
  *escalation.mutable_firings(0)->mutable_raised_time() = escalation.raised_time();
  Acknowledged(escalation, hours{1});
  const auto tell = [&](v1::Escalation::Event::Kind kind, Duration after) {
    auto& event = *escalation.add_history();
    event.set_kind(kind);
    *event.mutable_time() = TimestampOf(tester_.now + after);
  };
  tell(v1::Escalation::Event::KIND_ACKNOWLEDGED, hours{1});
  auto& risen = *escalation.add_firings();
  risen.mutable_result()->set_rule("hot-swollen-joint");
  risen.mutable_result()->set_urgency(rules::v1::EMERGENCY);
  *risen.mutable_raised_time() = TimestampOf(tester_.now + hours{50});
  escalation.set_urgency(rules::v1::EMERGENCY);
  escalation.set_state(v1::Escalation::STATE_OPEN);
  tell(v1::Escalation::Event::KIND_UPGRADED, hours{50});
  escalation = tester_.Put(escalation);
  tester_.now += hours{60};
  auto answer = Must(anna_, "escalations");
  EXPECT_EQ(Cell(answer, 0, "unacknowledged"), "1");
  EXPECT_EQ(Cell(answer, 0, "in_target"), "0");
  EXPECT_EQ(Cell(Must(anna_, "rule-quality"), 0, "acknowledged"), "0");

  tester_.now -= hours{60};
  tell(v1::Escalation::Event::KIND_ACKNOWLEDGED, hours{52});
  ASSERT_TRUE(
      tester_.Write([&](auto& writer) { return writer.Update(escalation, tester_.now); }).ok());
  tester_.now += hours{60};
  answer = Must(anna_, "escalations");
  EXPECT_EQ(Cell(answer, 0, "unacknowledged"), "0");
  EXPECT_EQ(Cell(answer, 0, "acknowledge_median"), "2");
}

TEST_F(Reports, OnlyWhatWasRaisedInThePeriodIsCounted) {
  const auto of = ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  tester_.Put(AnEscalation(of.name(), "e1", rules::v1::SOON, "swelling-persistent"));
  auto request = Asking("escalations");
  *request.mutable_start_time() = TimestampOf(tester_.now);
  *request.mutable_end_time() = TimestampOf(tester_.now + hours{1});
  EXPECT_THAT(Must(anna_, request).rows(), SizeIs(1));
  *request.mutable_start_time() = TimestampOf(tester_.now - hours{1});
  *request.mutable_end_time() = TimestampOf(tester_.now);
  EXPECT_THAT(Must(anna_, request).rows(), IsEmpty());
}

TEST_F(Reports, RuleQualityTellsWhatBecameOfEachRulesFlags) {
  const auto of = ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  auto referred = AnEscalation(of.name(), "e1", rules::v1::SOON, "swelling-persistent");
  Resolved(referred, v1::Escalation::OUTCOME_REFERRED, hours{5});
  tester_.Put(referred);
  auto wrong = AnEscalation(of.name(), "e2", rules::v1::SOON, "swelling-persistent");
  Resolved(wrong, v1::Escalation::OUTCOME_WRONG_ALARM, hours{5});
  tester_.Put(wrong);
  tester_.Put(AnEscalation(of.name(), "e3", rules::v1::SOON, "swelling-persistent"));
  const auto answer = Must(anna_, "rule-quality");
  ASSERT_THAT(answer.rows(), SizeIs(1));
  EXPECT_EQ(Cell(answer, 0, "rule"), "swelling-persistent");
  EXPECT_EQ(Cell(answer, 0, "fired"), "3");
  EXPECT_EQ(Cell(answer, 0, "acted_on"), "1");
  EXPECT_EQ(Cell(answer, 0, "wrong_alarm"), "1");
  EXPECT_EQ(Cell(answer, 0, "open"), "1");
  EXPECT_EQ(Cell(answer, 0, "precision"), "50");
}

TEST_F(Reports, RuleQualityCountsWhatWasRaisedByHandApart) {
  const auto of = ACase("anna-s", "c1", v1::Case::STATE_OPEN, "users/anna");
  tester_.Put(AnEscalation(of.name(), "e1", rules::v1::SOON, "swelling-persistent"));
  auto by_hand = AnEscalation(of.name(), "e2", rules::v1::URGENT, "by-hand");
  by_hand.clear_firings();
  by_hand.set_family("by-hand");
  by_hand.mutable_by_hand()->set_raised_by("users/anna");
  Resolved(by_hand, v1::Escalation::OUTCOME_REFERRED, hours{5});
  tester_.Put(by_hand);
  const auto answer = Must(anna_, "rule-quality");
  ASSERT_THAT(answer.rows(), SizeIs(2));
  EXPECT_EQ(Cell(answer, 0, "rule"), "by-hand");
  EXPECT_EQ(Cell(answer, 0, "precision"), "100");
  EXPECT_EQ(Cell(answer, 1, "rule"), "swelling-persistent");
  EXPECT_EQ(Cell(answer, 1, "fired"), "1");
}

TEST_F(Reports, TheReferralLoopTellsTheStepsAndHowLongItWaits) {
  const auto of = ACase("anna-s", "c1", v1::Case::STATE_REFERRED, "users/anna");
  v1::Referral referral;
  referral.set_name(of.name() + "/referrals/r1");
  referral.set_state(v1::Referral::STATE_SENT);
  referral.set_urgency(rules::v1::URGENT);
  auto& step = *referral.add_steps();
  step.set_state(v1::Referral::STATE_SENT);
  *step.mutable_time() = TimestampOf(tester_.now);
  tester_.Put(referral);
  tester_.now += days{5};
  const auto answer = Must(anna_, "referrals");
  ASSERT_THAT(answer.rows(), SizeIs(1));
  EXPECT_EQ(Cell(answer, 0, "sent"), "time");
  EXPECT_EQ(Cell(answer, 0, "seen"), "-");
  EXPECT_EQ(Cell(answer, 0, "days_waiting"), "5");
}

TEST_F(Reports, ReturnToRunningCountsDecisionsThatFollowedTheProposal) {
  const auto of = ACase("anna-s", "c1", v1::Case::STATE_IN_PROGRAM, "users/anna");
  v1::RunningPlan plan;
  plan.set_name(of.name() + "/runningPlans/p1");
  plan.set_state(v1::RunningPlan::STATE_ACTIVE);
  plan.set_stage(1);
  for (const auto decided : {v1::STAGE_MOVE_ADVANCE, v1::STAGE_MOVE_HOLD}) {
    auto& decision = *plan.add_decisions();
    decision.set_proposed(v1::STAGE_MOVE_ADVANCE);
    decision.set_decided(decided);
    decision.set_from_stage(decided == v1::STAGE_MOVE_ADVANCE ? 0 : 1);
    decision.set_to_stage(1);
    *decision.mutable_decide_time() = TimestampOf(tester_.now);
  }
  tester_.Put(plan);
  tester_.now += days{3};
  const auto answer = Must(anna_, "return-to-running");
  ASSERT_THAT(answer.rows(), SizeIs(1));
  EXPECT_EQ(Cell(answer, 0, "decisions"), "2");
  EXPECT_EQ(Cell(answer, 0, "as_proposed"), "1");
  EXPECT_EQ(Cell(answer, 0, "days_at_stage"), "3");
}

TEST_F(Reports, AnUnknownReportAndAPeriodThatMeansNothingAreRefused) {
  const auto unknown = Try(anna_, Asking("moon"));
  EXPECT_EQ(ReasonOf(unknown.status()), v1::ERROR_REASON_FIELD_INVALID);
  auto request = Asking("overdue");
  *request.mutable_start_time() = TimestampOf(tester_.now);
  EXPECT_EQ(ReasonOf(Try(anna_, request).status()), v1::ERROR_REASON_FIELD_INVALID);
  request = Asking("caseload");
  *request.mutable_start_time() = TimestampOf(tester_.now);
  *request.mutable_end_time() = TimestampOf(tester_.now);
  EXPECT_EQ(ReasonOf(Try(anna_, request).status()), v1::ERROR_REASON_FIELD_INVALID);
}

TEST(ReportDefinitions, WhatIsWrongIsNamed) {
  EXPECT_FALSE(ParseReports("reports {").ok());
  const auto twice = ParseReports(R"(
    reports { report: "a" title: "A" definition: "d"
      columns { column: "x" title: "X" kind: KIND_TEXT }
      columns { column: "x" title: "X" kind: KIND_TEXT } })");
  EXPECT_EQ(twice.status().message(), "a.x: is there twice");
  const auto bare = ParseReports(R"(reports { report: "a" title: "A" definition: "d" })");
  EXPECT_EQ(bare.status().message(), "a: needs columns");
}

TEST(ReportRows, TheSpreadTellsWhatSoManyDoNotExceed) {
  Spread spread;
  for (const int h : {4, 1, 3, 2}) spread.Add(hours{h});
  EXPECT_EQ(spread.Hours(0.5), 2);
  EXPECT_EQ(spread.Hours(0.9), 4);
  EXPECT_EQ(spread.Hours(1), 4);
}

}  // namespace
}  // namespace midstance::reports
