#include "services/worklist/waiting.h"

#include "services/cases/engine/due.h"
#include "services/worklist/fixture.h"

namespace midstance::worklist {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Escalation;
using v1::Referral;

constexpr char kFlag[] = "patients/p1/cases/c1/escalations/hot";
constexpr char kLetter[] = "patients/p1/cases/c1/referrals/letter";

Escalation Flag(Escalation::State state, rules::v1::Urgency urgency = rules::v1::URGENT) {
  Escalation escalation;
  escalation.set_name(kFlag);
  escalation.set_state(state);
  escalation.set_urgency(urgency);
  *escalation.mutable_raised_time() = TimestampOf(Utc(3, 20));
  return escalation;
}

void Add(Escalation::Event::Kind kind, Instant at, Escalation& escalation) {
  auto& event = *escalation.add_history();
  event.set_kind(kind);
  *event.mutable_time() = TimestampOf(at);
}

void AddLate(const char* waiting, Instant since, const char* told, Escalation& escalation) {
  Add(Escalation::Event::KIND_LATE, Utc(3, 27), escalation);
  auto& event = *escalation.mutable_history()->rbegin();
  event.set_waiting(waiting);
  *event.mutable_waiting_since() = TimestampOf(since);
  event.set_told(told);
}

Referral Letter(Referral::State state, Instant moved) {
  Referral referral;
  referral.set_name(kLetter);
  referral.set_state(state);
  referral.set_urgency(rules::v1::URGENT);
  *referral.mutable_create_time() = TimestampOf(Utc(3, 20));
  *referral.mutable_update_time() = TimestampOf(moved);
  return referral;
}

class Waits : public ::testing::Test {
 protected:
  std::optional<Instant> Since(const Escalation& escalation, const Referral* latest = nullptr) {
    const auto waiting = WaitingOf(settings_, escalation, latest);
    if (!waiting.has_value()) return std::nullopt;
    return waiting->since;
  }
  const config::v1::WorklistSettings settings_ = *ShippedSettings();
};

TEST_F(Waits, AnOpenFlagWaitsToBeAcknowledgedSinceItWasRaised) {
  const auto waiting = WaitingOf(settings_, Flag(Escalation::STATE_OPEN), nullptr);
  ASSERT_TRUE(waiting.has_value());
  EXPECT_EQ(waiting->resource, kFlag);
  EXPECT_EQ(waiting->since, Utc(3, 20));
  EXPECT_EQ(waiting->due, Utc(3, 20, 12));
  EXPECT_EQ(waiting->waits_for, "a clinician to acknowledge it");
}

TEST_F(Waits, WhatWasNeverAcknowledgedWaitsOnWhenItsEvidenceChanges) {
  auto flag = Flag(Escalation::STATE_EVIDENCE_CHANGED);
  Add(Escalation::Event::KIND_EVIDENCE_CHANGED, Utc(3, 22), flag);
  EXPECT_EQ(Since(flag), Utc(3, 20));
  flag = Flag(Escalation::STATE_EVIDENCE_CHANGED);
  Add(Escalation::Event::KIND_ACKNOWLEDGED, Utc(3, 21), flag);
  Add(Escalation::Event::KIND_EVIDENCE_CHANGED, Utc(3, 22), flag);
  EXPECT_EQ(Since(flag), Utc(3, 22));
}

TEST_F(Waits, WhatWasAcknowledgedWaitsSinceItsEvidenceFirstChangedAlsoWhenNewEvidenceOpensIt) {
  auto flag = Flag(Escalation::STATE_OPEN);
  Add(Escalation::Event::KIND_ACKNOWLEDGED, Utc(3, 21), flag);
  Add(Escalation::Event::KIND_EVIDENCE_CHANGED, Utc(3, 25), flag);
  Add(Escalation::Event::KIND_EVIDENCE_ADDED, Utc(3, 27), flag);
  EXPECT_EQ(Since(flag), Utc(3, 25));
  Add(Escalation::Event::KIND_EVIDENCE_CHANGED, Utc(3, 28), flag);
  flag.set_state(Escalation::STATE_EVIDENCE_CHANGED);
  EXPECT_EQ(Since(flag), Utc(3, 25));
}

TEST_F(Waits, WhatComesAgainAfterItsEvidenceChangedWaitsAnewAndWhoWasToldIsToldAgain) {
  for (const auto again : {Escalation::Event::KIND_REOPENED, Escalation::Event::KIND_UPGRADED}) {
    auto flag = Flag(Escalation::STATE_OPEN);
    auto& firing = *flag.add_firings();
    firing.mutable_result()->set_urgency(flag.urgency());
    *firing.mutable_raised_time() = flag.raised_time();
    Add(Escalation::Event::KIND_ACKNOWLEDGED, Utc(3, 21), flag);
    Add(Escalation::Event::KIND_EVIDENCE_CHANGED, Utc(3, 22), flag);
    AddLate(kFlag, Utc(3, 22), "users/anna", flag);
    Add(again, Utc(3, 28), flag);
    EXPECT_EQ(Since(flag), Utc(3, 28));
    EXPECT_THAT(ToldOf(*WaitingOf(settings_, flag, nullptr), flag), IsEmpty());
  }
}

TEST_F(Waits, WhatNobodyTookOnAndWasLateWaitsAnewWhenItComesAgain) {
  auto flag = Flag(Escalation::STATE_OPEN);
  AddLate(kFlag, Utc(3, 20), "users/anna", flag);
  Add(Escalation::Event::KIND_EVIDENCE_CHANGED, Utc(3, 27), flag);
  Add(Escalation::Event::KIND_REOPENED, Utc(3, 28), flag);
  EXPECT_EQ(Since(flag), Utc(3, 28));
}

TEST_F(Waits, EvidenceThatComesAndGoesDoesNotPutOffWhatNobodyTookOn) {
  auto flag = Flag(Escalation::STATE_OPEN);
  for (int day = 21; day < 27; day += 2) {
    Add(Escalation::Event::KIND_EVIDENCE_CHANGED, Utc(3, day), flag);
    Add(Escalation::Event::KIND_REOPENED, Utc(3, day + 1), flag);
  }
  EXPECT_EQ(Since(flag), Utc(3, 20));
}

TEST_F(Waits, WhatRoseAfterItWasAcknowledgedWaitsSinceItRose) {
  auto flag = Flag(Escalation::STATE_OPEN, rules::v1::EMERGENCY);
  const auto fire = [&](rules::v1::Urgency urgency, Instant at) {
    auto& firing = *flag.add_firings();
    firing.mutable_result()->set_urgency(urgency);
    *firing.mutable_raised_time() = TimestampOf(at);
  };
  fire(rules::v1::URGENT, Utc(3, 20));
  Add(Escalation::Event::KIND_ACKNOWLEDGED, Utc(3, 21), flag);
  fire(rules::v1::EMERGENCY, Utc(3, 23));
  EXPECT_EQ(Since(flag), Utc(3, 23));
}

TEST_F(Waits, AnAcknowledgedFlagWaitsForALetterUntilOneIsOnItsWay) {
  auto flag = Flag(Escalation::STATE_ACKNOWLEDGED);
  Add(Escalation::Event::KIND_ACKNOWLEDGED, Utc(3, 21), flag);
  EXPECT_EQ(Since(flag), Utc(3, 21));
  for (int state = Referral::State_MIN + 1; state <= Referral::State_MAX; ++state) {
    const auto letter = Letter(static_cast<Referral::State>(state), Utc(3, 25));
    const bool ended = state == Referral::STATE_ACTED_ON || state == Referral::STATE_CLOSED;
    // Either the letter waits or the flag: nothing is between them.
    EXPECT_NE(Since(flag, &letter).has_value(), WaitingOf(settings_, letter).has_value());
    EXPECT_EQ(Since(flag, &letter), ended ? std::optional(Utc(3, 25)) : std::nullopt)
        << Referral::State_Name(letter.state());
  }
}

TEST_F(Waits, AResolvedFlagWaitsForNobody) {
  EXPECT_FALSE(Since(Flag(Escalation::STATE_RESOLVED)).has_value());
}

TEST_F(Waits, EditingADraftDoesNotBeginItsTimeAnew) {
  const auto waiting = WaitingOf(settings_, Letter(Referral::STATE_DRAFTED, Utc(3, 25)));
  ASSERT_TRUE(waiting.has_value());
  EXPECT_EQ(waiting->since, Utc(3, 20));
  EXPECT_EQ(WaitingOf(settings_, Letter(Referral::STATE_SENT, Utc(3, 25)))->since, Utc(3, 25));
}

TEST_F(Waits, WhoWasToldIsAskedOfTheStepThatItStandsAt) {
  auto flag = Flag(Escalation::STATE_OPEN);
  AddLate(kFlag, Utc(3, 10), "users/ben", flag);
  AddLate(kFlag, Utc(3, 20), "users/anna", flag);
  AddLate(kLetter, Utc(3, 20), "users/lea", flag);
  EXPECT_THAT(ToldOf(*WaitingOf(settings_, flag, nullptr), flag), ElementsAre("users/anna"));
}

TEST_F(Worklist, ShowsOfAFlagTheStepThatIsLateAndWhoWasTold) {
  AddEscalation("hot", rules::v1::URGENT, Utc(3, 30));
  EXPECT_EQ(List(anna_)[0].why(), "Left knee swollen on 25 March. To be seen by 30 March 2026.");
  EXPECT_THAT(List(lea_, "users/lea"), IsEmpty());
  auto flag = *tester_.Find<Escalation>(kFlag);
  *flag.mutable_raised_time() = TimestampOf(Utc(3, 25));
  auto& event = *flag.add_history();
  event.set_kind(Escalation::Event::KIND_LATE);
  event.set_waiting(kFlag);
  *event.mutable_waiting_since() = TimestampOf(Utc(3, 25));
  event.set_told("users/lea");
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(flag, tester_.now); }).ok());
  const auto items = List(lea_, "users/lea");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].why(),
            "Left knee swollen on 25 March. To be seen by 30 March 2026. Waits for a clinician to "
            "acknowledge it, 2 days late.");
  EXPECT_EQ(InstantOf(items[0].overdue_since()), Utc(3, 25, 12));
  EXPECT_EQ(items[0].assignee(), "users/anna");
  EXPECT_THAT(items[0].told(), ElementsAre("users/lea"));
  EXPECT_THAT(List(ben_, "users/ben"), IsEmpty());
}

TEST_F(Worklist, ShowsAFlagThatWasHandedOverToWhoTookIt) {
  AddEscalation("hot", rules::v1::URGENT, Utc(3, 30));
  auto flag = *tester_.Find<Escalation>(kFlag);
  flag.set_responsible("users/lea");
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(flag, tester_.now); }).ok());
  const auto items = List(lea_, "users/lea");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].assignee(), "users/lea");
  EXPECT_THAT(List(anna_, "users/anna"), IsEmpty());
}

TEST_F(Worklist, ShowsToWhomALateLetterWasTold) {
  AddEscalation("hot", rules::v1::URGENT, Utc(3, 30));
  Referral letter;
  letter.set_name(kLetter);
  letter.set_escalation(kFlag);
  letter.set_state(Referral::STATE_SENT);
  letter.set_urgency(rules::v1::URGENT);
  tester_.now = Utc(3, 25);
  tester_.Put(letter);
  tester_.now = now_;
  auto flag = *tester_.Find<Escalation>(kFlag);
  auto& event = *flag.add_history();
  event.set_kind(Escalation::Event::KIND_LATE);
  event.set_waiting(kLetter);
  *event.mutable_waiting_since() = TimestampOf(Utc(3, 25));
  event.set_told("users/lea");
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(flag, tester_.now); }).ok());
  EXPECT_THAT(Ids(List(lea_, "users/lea")), ElementsAre("letter"));
}

}  // namespace
}  // namespace midstance::worklist
