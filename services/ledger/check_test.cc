#include "services/ledger/check.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "midstance/v1/escalation_service.pb.h"
#include "services/checkins/fixture.h"
#include "services/escalations/verbs.h"
#include "services/ledger/prove.h"

namespace midstance::ledger {
namespace {

using checkins::Hot;
using checkins::OnKnee;
using checkins::Swollen;
using std::chrono::days;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using v1::Escalation;

class Clinic : public checkins::CheckIns {
 protected:
  Findings Checked() {
    const auto findings =
        Check(tester_.store(), engines_, std::string(rpc::VerbTester::kClinic), tester_.now);
    EXPECT_TRUE(findings.ok()) << findings.status();
    return findings.ok() ? *findings : Findings();
  }
  std::vector<std::string> Violations() {
    std::vector<std::string> texts;
    for (const auto& one : Checked().violations) texts.push_back(one.resource + " " + one.what);
    return texts;
  }
  Ledger Proved() {
    auto ledger = Prove(tester_.store(), std::string(rpc::VerbTester::kClinic));
    EXPECT_TRUE(ledger.ok()) << ledger.status();
    return ledger.ok() ? *std::move(ledger) : Ledger();
  }
  void Change(const std::string& name, const std::function<void(Escalation&)>& change) {
    auto escalation = *tester_.Find<Escalation>(name);
    change(escalation);
    ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(escalation, tester_.now); }).ok());
  }
  void ResolveByAnna(const std::string& name) {
    v1::ResolveEscalationRequest request;
    request.set_name(name);
    request.set_etag(tester_.Find<Escalation>(name)->etag());
    request.set_outcome(Escalation::OUTCOME_WRONG_ALARM);
    request.set_reason("a bruise");
    request.set_override_reason(Escalation::OVERRIDE_REASON_EXPLAINED);
    *request.mutable_look_again_time() = TimestampOf(tester_.now + days{7});
    const auto resolved =
        tester_.Run(escalations::ResolveEscalation{engines_.calendar()}, anna_, request);
    ASSERT_TRUE(resolved.ok()) << resolved.status();
  }
};

TEST_F(Clinic, OfWhomEveryFlagIsCarriedIsWhole) {
  Record(OnKnee("swelling", 0));
  const auto raised = Record(Hot());
  ASSERT_EQ(raised.escalations_size(), 1);
  tester_.now += hours{5};
  const auto open = Checked();
  EXPECT_THAT(open.violations, IsEmpty());
  EXPECT_EQ(open.counts.patients, 1);
  EXPECT_EQ(open.counts.flags, 1);
  EXPECT_EQ(open.counts.open, 1);
  EXPECT_EQ(open.counts.without_flag, 0);
  ResolveByAnna(raised.escalations(0).name());
  EXPECT_THAT(Violations(), IsEmpty());
  EXPECT_EQ(Checked().counts.resolved, 1);
  tester_.now += days{40};
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(Clinic, WhoseEscalationWasDeletedIsNot) {
  const auto raised = Record(Hot());
  auto escalation = *tester_.Find<Escalation>(raised.escalations(0).name());
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Delete(escalation, tester_.now); }).ok());
  EXPECT_THAT(Violations(),
              UnorderedElementsAre(
                  raised.check_in().name() + " completed a flag that no escalation carries",
                  escalation.name() + " was raised and is not there any more"));
  const auto ledger = Proved();
  EXPECT_FALSE(ledger.AddsUp());
  EXPECT_EQ(ledger.fired, 1);
  EXPECT_THAT(ledger.lost, ElementsAre(escalation.name()));
}

TEST_F(Clinic, WhoseEscalationEndedWithoutAPersonIsNot) {
  const auto raised = Record(Hot());
  const auto& name = raised.escalations(0).name();
  Change(name, [&](Escalation& e) {
    e.set_state(Escalation::STATE_RESOLVED);
    e.mutable_resolution()->set_outcome(Escalation::OUTCOME_OTHER);
    e.mutable_resolution()->set_reason("timed out");
    e.mutable_resolution()->set_resolved_by("system/jobs");
    *e.mutable_resolution()->mutable_resolve_time() = TimestampOf(tester_.now);
    auto& event = *e.add_history();
    event.set_kind(Escalation::Event::KIND_RESOLVED);
    event.set_actor("system/jobs");
  });
  EXPECT_THAT(Violations(), ElementsAre(name + " was ended by nobody of the clinic"));
  EXPECT_FALSE(Proved().AddsUp());
}

TEST_F(Clinic, WhoseEscalationWasMadeLessUrgentIsNot) {
  const auto raised = Record(Hot());
  Change(raised.escalations(0).name(), [](Escalation& e) { e.set_urgency(rules::v1::WATCH); });
  EXPECT_THAT(Violations(), ElementsAre(raised.escalations(0).name() +
                                        " is less urgent than the flag that it carries was"));
}

TEST_F(Clinic, WhoseLinksLeadNowhereIsNot) {
  const auto raised = Record(Hot());
  const auto& name = raised.escalations(0).name();
  Change(name, [](Escalation& e) { e.set_referral("patients/p/cases/c/referrals/gone"); });
  v1::Referral stray;
  stray.set_name("patients/p/cases/c/referrals/stray");
  stray.set_state(v1::Referral::STATE_DRAFTED);
  stray.set_escalation("patients/p/cases/c/escalations/gone");
  auto& step = *stray.add_steps();
  step.set_state(v1::Referral::STATE_DRAFTED);
  step.set_actor(anna_.name);
  tester_.Put(stray);
  EXPECT_THAT(Violations(),
              UnorderedElementsAre(name + " names a referral that is not there",
                                   stray.name() + " answers an escalation that is not there"));
}

TEST_F(Clinic, WhoseReferralUnderWayIsOfADeletedPatientIsNot) {
  const auto raised = Record(Hot());
  ResolveByAnna(raised.escalations(0).name());
  v1::Referral referral;
  referral.set_name("patients/p/cases/c/referrals/r");
  referral.set_state(v1::Referral::STATE_SENT);
  referral.set_escalation(raised.escalations(0).name());
  auto& step = *referral.add_steps();
  step.set_state(v1::Referral::STATE_SENT);
  step.set_actor(anna_.name);
  tester_.Put(referral);
  EXPECT_THAT(Violations(), IsEmpty());
  auto patient = *tester_.Find<v1::Patient>("patients/p");
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Delete(patient, tester_.now); }).ok());
  EXPECT_THAT(
      Violations(),
      ElementsAre(referral.name() + " is under way and nobody sees it: the patient is deleted"));
}

TEST_F(Clinic, WhoseOpenEscalationIsOfADeletedPatientIsNot) {
  const auto raised = Record(Hot());
  auto patient = *tester_.Find<v1::Patient>("patients/p");
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Delete(patient, tester_.now); }).ok());
  EXPECT_THAT(Violations(), ElementsAre(raised.escalations(0).name() +
                                        " is open and nobody sees it: the patient is deleted"));
}

// Half a year of anything, told at once or weeks later, in part taken back or amended, and answered
// now and then.
TEST_F(Clinic, StaysWholeWhateverIsToldWheneverInWhateverOrder) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto below = [&](int end) {
      return static_cast<int>(random() % static_cast<unsigned>(end));
    };
    std::vector<v1::CheckIn> records;
    for (int told = 0; told < 60; ++told) {
      tester_.now += hours{12 + below(60)};
      auto request = below(12) == 0  ? Hot()
                     : below(3) == 0 ? Swollen()
                                     : OnKnee("swelling", below(3));
      auto& report = *request.mutable_check_in()->mutable_reports(0);
      report.mutable_site()->set_side(below(2) == 0 ? v1::SIDE_LEFT : v1::SIDE_RIGHT);
      auto& pain = *report.add_observations();
      pain.set_code(below(2) == 0 ? "worst_nprs" : "rest_nprs");
      pain.set_number(below(8));
      const Instant observed = tester_.now - hours{below(3) == 0 ? below(24 * 30) : 0};
      const int what = below(10);
      if (what == 0 && !records.empty()) {
        Retract(*tester_.Find<v1::CheckIn>(records.back().name()));
        records.pop_back();
      } else if (what == 1 && !records.empty()) {
        auto content = Observed(request, observed).check_in();
        records.back() =
            Amend(*tester_.Find<v1::CheckIn>(records.back().name()), content).check_in();
      } else {
        records.push_back(Record(Observed(request, observed)).check_in());
      }
      if (below(8) != 0) continue;
      for (const auto& line : Proved().lines) {
        if (line.state != Escalation::STATE_RESOLVED) ResolveByAnna(line.escalation);
      }
    }
    EXPECT_THAT(Violations(), IsEmpty());
    const auto ledger = Proved();
    EXPECT_TRUE(ledger.AddsUp());
    EXPECT_EQ(ledger.fired, ledger.open + ledger.ended);
    EXPECT_GT(ledger.fired, 3);
  }
}

TEST_F(Clinic, LedgerTellsWhatFiredWhereItIsAndWhoDecided) {
  const Instant start = tester_.now;
  const auto raised = Record(Hot());
  v1::RaiseEscalationRequest worried;
  worried.set_parent(checkins::kCase);
  worried.set_urgency(rules::v1::SOON);
  worried.set_reason("her gait");
  tester_.now += hours{1};
  const auto by_hand = tester_.Run(escalations::RaiseEscalation, anna_, worried);
  ASSERT_TRUE(by_hand.ok()) << by_hand.status();
  tester_.now += hours{1};
  ResolveByAnna(raised.escalations(0).name());
  const auto ledger = Proved();
  EXPECT_TRUE(ledger.AddsUp());
  EXPECT_EQ(ledger.fired, 2);
  EXPECT_EQ(ledger.open, 1);
  EXPECT_EQ(ledger.ended, 1);
  ASSERT_EQ(ledger.lines.size(), 2U);
  EXPECT_EQ(ledger.lines[0].escalation, raised.escalations(0).name());
  EXPECT_EQ(ledger.lines[0].fired, start);
  EXPECT_EQ(ledger.lines[0].by, "ruleSets/running-hip-core");
  EXPECT_EQ(ledger.lines[0].person, anna_.name);
  EXPECT_EQ(ledger.lines[0].decided, tester_.now);
  EXPECT_EQ(ledger.lines[0].outcome, Escalation::OUTCOME_WRONG_ALARM);
  EXPECT_EQ(ledger.lines[0].reason, "a bruise");
  EXPECT_EQ(ledger.lines[1].by, anna_.name);
  EXPECT_EQ(ledger.lines[1].state, Escalation::STATE_OPEN);
  EXPECT_FALSE(ledger.lines[1].decided.has_value());
}

}  // namespace
}  // namespace midstance::ledger
