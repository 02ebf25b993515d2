#include "services/cases/engine/settle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "support/time.h"

namespace midstance::cases {
namespace {

using rules::v1::EMERGENCY;
using rules::v1::SOON;
using rules::v1::Urgency;
using rules::v1::URGENT;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Escalation;

constexpr char kCase[] = "patients/p/cases/c/checkIns/";
constexpr std::chrono::days kDay{1};
const Instant kStart{std::chrono::sys_days{std::chrono::year{2026} / 1 / 10}};

rpc::Call CallAt(Instant now) {
  rpc::Call call;
  call.now = now;
  call.principal.name = "users/anna";
  call.resource = "patients/p/cases/c";
  return call;
}

// A call, and the record that it enters, if any.
struct At {
  explicit At(Instant now, std::string record = {}) : call(CallAt(now)), added(std::move(record)) {}
  operator Occasion() const {
    return {
        .call = call, .calendar = schedule::ClinicCalendar::Utc(), .added = added, .amended = {}};
  }
  rpc::Call call;
  std::string added;
};

struct Fired {
  std::string rule;
  Urgency urgency;
  int rank = 0;
  std::vector<std::pair<std::string, Instant>> entries;
};

rules::v1::Evaluation Says(const std::vector<Fired>& fired) {
  rules::v1::Evaluation evaluation;
  evaluation.set_rule_set("running-hip-core");
  evaluation.set_rule_set_digest("d1");
  for (const auto& one : fired) {
    auto& result = *evaluation.add_results();
    result.set_rule(one.rule);
    result.set_title("Title of " + one.rule);
    result.set_basis("Basis of " + one.rule + ".");
    result.set_family("swelling");
    result.set_family_rank(one.rank);
    result.set_urgency(one.urgency);
    result.set_truth(rules::v1::HOLDS);
    result.set_fingerprint("swelling@knee/left");
    result.mutable_site()->set_area(rules::v1::KNEE);
    result.mutable_site()->set_side(rules::v1::LEFT);
    for (const auto& [entry, entered] : one.entries) {
      auto& evidence = *result.add_evidence();
      evidence.set_entry(kCase + entry);
      evidence.set_code("swelling");
      *evidence.mutable_site() = result.site();
      *evidence.mutable_entered_time() = TimestampOf(entered);
    }
  }
  return evaluation;
}

// With nothing that became known late.
Settled Settling(const Occasion& occasion, const rules::v1::Evaluation& evaluation,
                 std::vector<Escalation> known, const std::optional<Withdrawal>& withdrawal = {}) {
  return Settle(occasion, evaluation, {}, std::move(known), withdrawal);
}

Escalation Opened(const std::vector<Fired>& fired, Instant at) {
  auto settled = Settling(At(at), Says(fired), {});
  EXPECT_THAT(settled.opened, SizeIs(1));
  return settled.opened.at(0);
}

std::vector<int> KindsOf(const Escalation& escalation) {
  std::vector<int> kinds;
  for (const auto& event : escalation.history()) kinds.push_back(event.kind());
  return kinds;
}

const Fired kSoon{"swelling-persistent", SOON, 1, {{"r1", kStart}}};
const Fired kHot{"hot-swollen-joint", EMERGENCY, 3, {{"r1", kStart}}};

TEST(Settle, ARuleThatHoldsOpensAnEscalationDueByItsUrgency) {
  const auto opened = Opened({kSoon}, kStart);
  EXPECT_EQ(opened.state(), Escalation::STATE_OPEN);
  EXPECT_EQ(opened.urgency(), SOON);
  EXPECT_EQ(opened.title(), "Title of swelling-persistent");
  EXPECT_EQ(opened.site().area(), v1::AREA_KNEE);
  EXPECT_EQ(opened.site().side(), v1::SIDE_LEFT);
  EXPECT_EQ(InstantOf(opened.due_time()), kStart + 14 * kDay);
  EXPECT_TRUE(opened.name().starts_with("patients/p/cases/c/escalations/"));
  EXPECT_THAT(KindsOf(opened), ElementsAre(Escalation::Event::KIND_OPENED));
  EXPECT_EQ(opened.firings(0).rule_set_digest(), "d1");
}

TEST(Settle, EveryUrgencyHasItsTime) {
  const auto due = [](Urgency urgency) {
    return InstantOf(Opened({{"r", urgency, 0, {{"r1", kStart}}}}, kStart).due_time()) - kStart;
  };
  EXPECT_EQ(due(EMERGENCY), Duration::zero());
  EXPECT_EQ(due(URGENT), std::chrono::hours{72});
  EXPECT_EQ(due(SOON), 14 * kDay);
  EXPECT_EQ(due(rules::v1::WATCH), 7 * kDay);
}

TEST(Settle, MembersOfOneFamilyShareOneEscalationLedByTheHighest) {
  const auto settled = Settling(At(kStart), Says({kHot, kSoon}), {});
  ASSERT_THAT(settled.opened, SizeIs(1));
  EXPECT_EQ(settled.opened[0].urgency(), EMERGENCY);
  EXPECT_EQ(settled.opened[0].title(), "Title of hot-swollen-joint");
  EXPECT_THAT(settled.opened[0].firings(), SizeIs(2));
  EXPECT_THAT(settled.standing, ElementsAre(0, 1));
}

TEST(Settle, TwiceIsOnce) {
  const auto opened = Opened({kHot, kSoon}, kStart);
  for (const Instant later : {kStart, kStart + 3 * kDay}) {
    const auto again = Settling(At(later), Says({kHot, kSoon}), {opened});
    EXPECT_THAT(again.opened, IsEmpty());
    EXPECT_THAT(again.changed, IsEmpty());
    EXPECT_THAT(again.standing, ElementsAre(0, 1));
  }
}

TEST(Settle, AResolvedAlarmDoesNotAnswerForAMoreUrgentOne) {
  auto resolved = Opened({kSoon}, kStart);
  resolved.set_state(Escalation::STATE_RESOLVED);
  *resolved.mutable_resolution()->mutable_resolve_time() = TimestampOf(kStart + kDay);
  const Fired urgent{"swelling-persistent", URGENT, 1, kSoon.entries};
  const auto settled = Settling(At(kStart + 2 * kDay), Says({urgent}), {resolved});
  ASSERT_THAT(settled.opened, SizeIs(1));
  EXPECT_EQ(settled.opened[0].urgency(), URGENT);
  EXPECT_THAT(Settling(At(kStart + 2 * kDay), Says({kSoon}), {resolved}).opened, IsEmpty());
}

TEST(Settle, AHigherMemberUpgradesUrgencyAndDueTimeAndAsksAgain) {
  auto open = Opened({kSoon}, kStart);
  open.set_state(Escalation::STATE_ACKNOWLEDGED);
  open.set_acknowledged_by("users/ben");
  const Instant later = kStart + 2 * kDay;
  const auto settled = Settling(
      At(later), Says({{"hot-swollen-joint", EMERGENCY, 3, {{"r2", later}}}, kSoon}), {open});
  ASSERT_THAT(settled.changed, SizeIs(1));
  const auto& upgraded = settled.changed[0];
  EXPECT_EQ(upgraded.name(), open.name());
  EXPECT_EQ(upgraded.urgency(), EMERGENCY);
  EXPECT_EQ(upgraded.state(), Escalation::STATE_OPEN);
  EXPECT_EQ(upgraded.acknowledged_by(), "users/ben");
  EXPECT_EQ(InstantOf(upgraded.due_time()), later);
  EXPECT_EQ(InstantOf(upgraded.raised_time()), kStart);
  EXPECT_THAT(KindsOf(upgraded),
              ElementsAre(Escalation::Event::KIND_OPENED, Escalation::Event::KIND_UPGRADED));
}

TEST(Settle, NewEvidenceIsAddedAndLeavesWhatAPersonSaid) {
  auto open = Opened({kSoon}, kStart);
  open.set_state(Escalation::STATE_ACKNOWLEDGED);
  const Instant later = kStart + 2 * kDay;
  const Fired more{"swelling-persistent", SOON, 1, {{"r1", kStart}, {"r2", later}}};
  const auto settled = Settling(At(later), Says({more}), {open});
  ASSERT_THAT(settled.changed, SizeIs(1));
  EXPECT_EQ(settled.changed[0].state(), Escalation::STATE_ACKNOWLEDGED);
  EXPECT_EQ(settled.changed[0].due_time().seconds(), open.due_time().seconds());
  EXPECT_THAT(KindsOf(settled.changed[0]),
              ElementsAre(Escalation::Event::KIND_OPENED, Escalation::Event::KIND_EVIDENCE_ADDED));
}

TEST(Settle, ALowerMemberNeverLowersTheUrgency) {
  const auto open = Opened({kHot}, kStart);
  const Instant later = kStart + 8 * kDay;
  const Fired lower{"swelling-persistent", SOON, 1, {{"r1", kStart}, {"r2", later}}};
  const auto settled = Settling(At(later), Says({lower}), {open});
  ASSERT_THAT(settled.changed, SizeIs(1));
  EXPECT_EQ(settled.changed[0].urgency(), EMERGENCY);
  EXPECT_EQ(settled.changed[0].title(), "Title of hot-swollen-joint");
}

TEST(Settle, WhatNoLongerHoldsChangesNothing) {
  const auto open = Opened({kHot}, kStart);
  const auto settled = Settling(At(kStart + 60 * kDay), Says({}), {open});
  EXPECT_THAT(settled.changed, IsEmpty());
  EXPECT_THAT(settled.opened, IsEmpty());
}

TEST(Settle, AResolvedAlarmIsRaisedAgainByNewEvidenceAlone) {
  auto resolved = Opened({kSoon}, kStart);
  resolved.set_state(Escalation::STATE_RESOLVED);
  *resolved.mutable_resolution()->mutable_resolve_time() = TimestampOf(kStart + kDay);

  const auto same = Settling(At(kStart + 2 * kDay), Says({kSoon}), {resolved});
  EXPECT_THAT(same.opened, IsEmpty());
  EXPECT_THAT(same.changed, IsEmpty());
  EXPECT_THAT(same.standing, IsEmpty());

  const Instant later = kStart + 3 * kDay;
  const Fired fresh{"swelling-persistent", SOON, 1, {{"r1", kStart}, {"r2", later}}};
  const auto raised = Settling(At(later), Says({fresh}), {resolved});
  ASSERT_THAT(raised.opened, SizeIs(1));
  EXPECT_EQ(InstantOf(raised.opened[0].raised_time()), later);
  EXPECT_THAT(raised.changed, IsEmpty());
}

Settled Withdrawing(const Escalation& open, Instant now, bool held_when_raised) {
  const std::string record = std::string(kCase) + "r1";
  const Withdrawal withdrawal{.record = record,
                              .supported = [&](const Escalation&) { return held_when_raised; },
                              .held_before = [](const auto&) { return true; }};
  return Settling(At(now), Says({}), {open}, withdrawal);
}

TEST(Settle, AFlagWhoseEvidenceWasWithdrawnWaitsForAPerson) {
  const auto open = Opened({kHot}, kStart);
  const auto settled = Withdrawing(open, kStart + kDay, false);
  ASSERT_THAT(settled.changed, SizeIs(1));
  EXPECT_EQ(settled.changed[0].state(), Escalation::STATE_EVIDENCE_CHANGED);
  EXPECT_THAT(KindsOf(settled.changed[0]), ElementsAre(Escalation::Event::KIND_OPENED,
                                                       Escalation::Event::KIND_EVIDENCE_CHANGED));
}

TEST(Settle, AWithdrawalThatLeavesTheCriterionFullChangesNothing) {
  EXPECT_THAT(Withdrawing(Opened({kHot}, kStart), kStart + kDay, true).changed, IsEmpty());
}

TEST(Settle, AWithdrawnRecordThatTheFlagNeverRestedOnChangesNothing) {
  const auto open = Opened({{"hot-swollen-joint", EMERGENCY, 3, {{"other", kStart}}}}, kStart);
  EXPECT_THAT(Withdrawing(open, kStart + kDay, false).changed, IsEmpty());
}

TEST(Settle, NewEvidenceAfterAWithdrawalAsksAgain) {
  const auto waiting = Withdrawing(Opened({kHot}, kStart), kStart + kDay, false).changed.at(0);
  const Instant later = kStart + 2 * kDay;
  const auto settled =
      Settling(At(later), Says({{"hot-swollen-joint", EMERGENCY, 3, {{"r2", later}}}}), {waiting});
  ASSERT_THAT(settled.changed, SizeIs(1));
  EXPECT_EQ(settled.changed[0].state(), Escalation::STATE_OPEN);
  EXPECT_EQ(settled.changed[0].history().rbegin()->kind(), Escalation::Event::KIND_REOPENED);
}

TEST(Settle, WhatComesAgainMoreSeriousThanBeforeIsAnUpgrade) {
  const auto waiting = Withdrawing(Opened({kSoon}, kStart), kStart + kDay, false).changed.at(0);
  const Instant later = kStart + 2 * kDay;
  const auto settled =
      Settling(At(later), Says({{"hot-swollen-joint", EMERGENCY, 3, {{"r2", later}}}}), {waiting});
  ASSERT_THAT(settled.changed, SizeIs(1));
  EXPECT_EQ(settled.changed[0].state(), Escalation::STATE_OPEN);
  EXPECT_EQ(settled.changed[0].history().rbegin()->kind(), Escalation::Event::KIND_UPGRADED);
}

TEST(Settle, LessSeriousEvidenceThatDoesNotCarryWhatWaitsReopensNothing) {
  const auto waiting = Withdrawing(Opened({kHot}, kStart), kStart + kDay, false).changed.at(0);
  const Instant later = kStart + 2 * kDay;
  const Fired lesser{"swelling-persistent", SOON, 1, {{"r2", later}}};
  const std::string record = std::string(kCase) + "r1";
  const Withdrawal withdrawal{.record = record,
                              .supported = [](const Escalation&) { return false; },
                              .held_before = [](const auto&) { return true; }};
  const auto settled = Settling(At(later), Says({lesser}), {waiting}, withdrawal);
  ASSERT_THAT(settled.changed, SizeIs(1));
  EXPECT_EQ(settled.changed[0].state(), Escalation::STATE_EVIDENCE_CHANGED);
  EXPECT_EQ(settled.changed[0].history().rbegin()->kind(), Escalation::Event::KIND_EVIDENCE_ADDED);
}

// As like to what the rules find as it can be.
Escalation RaisedByHand() {
  auto escalation = Opened({kHot}, kStart);
  escalation.set_name("patients/p/cases/c/escalations/by-hand");
  escalation.clear_firings();
  escalation.mutable_by_hand()->set_raised_by("users/anna");
  return escalation;
}

TEST(Settle, WhatWasRaisedByHandIsNeverChangedNorTakenForAnAlarmOfTheRules) {
  const auto by_hand = RaisedByHand();
  const auto settled = Settling(At(kStart + kDay, "r1"), Says({kHot}), {by_hand});
  EXPECT_THAT(settled.opened, SizeIs(1));
  EXPECT_THAT(settled.changed, IsEmpty());
  const auto again = Settling(At(kStart + kDay), Says({kHot}), {by_hand, settled.opened[0]});
  EXPECT_THAT(again.opened, IsEmpty());
  EXPECT_THAT(again.changed, IsEmpty());
  EXPECT_THAT(Settling(At(kStart + kDay), Says({}), {by_hand}).changed, IsEmpty());
}

TEST(Settle, AWithdrawalLeavesWhatWasRaisedByHand) {
  EXPECT_THAT(Withdrawing(RaisedByHand(), kStart + kDay, false).changed, IsEmpty());
}

TEST(Settle, WhatWasRaisedByHandAndResolvedHoldsNothingBack) {
  auto resolved = RaisedByHand();
  resolved.set_state(Escalation::STATE_RESOLVED);
  *resolved.mutable_resolution()->mutable_resolve_time() = TimestampOf(kStart + kDay);
  EXPECT_THAT(Settling(At(kStart + 2 * kDay), Says({kHot}), {resolved}).opened, SizeIs(1));
}

std::vector<rules::v1::RuleResult> Held(const std::vector<Fired>& fired) {
  const auto evaluation = Says(fired);
  return {evaluation.results().begin(), evaluation.results().end()};
}

TEST(Settle, WhatBecameKnownLateOpensAnAlarmThatNobodyKnows) {
  const auto late = Held({kHot});
  const auto settled = Settle(At(kStart + kDay), Says({}), late, {});
  ASSERT_THAT(settled.opened, SizeIs(1));
  EXPECT_EQ(InstantOf(settled.opened[0].raised_time()), kStart + kDay);
  EXPECT_THAT(settled.standing, IsEmpty());
  EXPECT_THAT(settled.standing_late, ElementsAre(0));
}

TEST(Settle, WhatHeldBeforeConcernsAResolvedAlarmOnlyThroughTheRecordThatCameLate) {
  auto resolved = Opened({kSoon}, kStart);
  resolved.set_state(Escalation::STATE_RESOLVED);
  *resolved.mutable_resolution()->mutable_resolve_time() = TimestampOf(kStart + kDay);
  const Instant now = kStart + 2 * kDay;
  const auto late = Held({kHot});
  const auto other = Settle(At(now, std::string(kCase) + "r2"), Says({}), late, {resolved});
  EXPECT_THAT(other.opened, IsEmpty());
  EXPECT_THAT(other.changed, IsEmpty());
  EXPECT_THAT(other.standing_late, IsEmpty());
  const auto resting = Settle(At(now, std::string(kCase) + "r1"), Says({}), late, {resolved});
  EXPECT_THAT(resting.standing_late, ElementsAre(0));
  ASSERT_THAT(resting.opened, SizeIs(1));
  EXPECT_EQ(resting.opened[0].urgency(), EMERGENCY);
}

TEST(Settle, WhatHeldBeforeConcernsAnOpenAlarmWhenItWasMoreUrgentThanAnybodyKnows) {
  const auto open = Opened({kSoon}, kStart);
  const At another(kStart + 2 * kDay, std::string(kCase) + "r2");
  const auto as_urgent = Held({kSoon});
  EXPECT_THAT(Settle(another, Says({}), as_urgent, {open}).changed, IsEmpty());
  // By time alone, between two reports, so that nothing new is told with it.
  const auto more_urgent = Held({kHot});
  const auto settled = Settle(another, Says({}), more_urgent, {open});
  EXPECT_THAT(settled.standing_late, ElementsAre(0));
  ASSERT_THAT(settled.changed, SizeIs(1));
  EXPECT_EQ(settled.changed[0].urgency(), EMERGENCY);
  EXPECT_THAT(Settle(another, Says({}), more_urgent, settled.changed).changed, IsEmpty());
}

TEST(Settle, WhatWasEnteredLastIsAmongTheEvidenceThatIsKept) {
  Fired run{"swelling-persistent", SOON, 1, {}};
  for (int i = 0; i < 60; ++i) {
    run.entries.emplace_back("d" + std::to_string(i), kStart + (i == 17 ? 99 : i) * kDay);
  }
  const auto opened = Opened({run}, kStart + 99 * kDay);
  std::vector<std::string> kept;
  for (const auto& one : opened.firings(0).result().evidence()) kept.push_back(one.entry());
  EXPECT_THAT(kept, SizeIs(24));
  EXPECT_THAT(kept, ::testing::Contains(std::string(kCase) + "d17"));
  EXPECT_THAT(kept, ::testing::Contains(std::string(kCase) + "d0"));
  EXPECT_THAT(kept, ::testing::Contains(std::string(kCase) + "d59"));
}

TEST(Settle, WhatWasEnteredLastIsKeptAlsoBesideMuchThatWasEnteredAtOneMoment) {
  Fired fired = kSoon;
  fired.entries.clear();
  for (int i = 0; i < 40; ++i) {
    fired.entries.emplace_back("r" + std::to_string(i), i == 5 ? kStart + kDay : kStart);
  }
  const auto opened = Opened({fired}, kStart + kDay);
  const auto& kept = opened.firings(0).result().evidence();
  EXPECT_LT(kept.size(), 40);
  EXPECT_TRUE(std::any_of(kept.begin(), kept.end(), [](const rules::v1::Evidence& one) {
    return one.entry() == std::string(kCase) + "r5";
  }));
}

TEST(Settle, AnEscalationThatStaysOpenForYearsStaysSmall) {
  auto open = Opened({kSoon}, kStart);
  for (int day = 1; day <= 1000; ++day) {
    const Instant now = kStart + day * kDay;
    Fired run{"swelling-persistent", SOON, 1, {}};
    for (int i = std::max(0, day - 100); i <= day; ++i) {
      run.entries.emplace_back("d" + std::to_string(i), kStart + i * kDay);
    }
    auto settled = Settling(At(now), Says({run}), {open});
    ASSERT_THAT(settled.changed, SizeIs(1)) << day;
    open = settled.changed[0];
  }
  EXPECT_LT(open.ByteSizeLong(), 100'000U);
  EXPECT_EQ(open.history(0).kind(), Escalation::Event::KIND_OPENED);
}

}  // namespace
}  // namespace midstance::cases
