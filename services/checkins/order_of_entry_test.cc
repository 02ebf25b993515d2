#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>

#include "services/checkins/fixture.h"

// Whether a flag is raised depends on what was found and when, not on when and in which order the
// calls that tell of it are admitted and committed.
namespace midstance::checkins {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Advice;
using v1::Escalation;
using namespace std::chrono_literals;

using OrderOfEntry = CheckIns;

TEST_F(OrderOfEntry, AFlagFromAPhoneWhoseClockIsAheadIsRaisedAtOnce) {
  const auto answer = Record(Observed(Hot(), tester_.now + 60s));
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_TRUE(answer.advice().running_on_hold());
  EXPECT_EQ(InstantOf(answer.check_in().occurred_time()), tester_.now + 60s);
  const auto& evidence = answer.escalations(0).firings(0).result().evidence(0);
  EXPECT_EQ(InstantOf(evidence.observed_time()), tester_.now);
}

TEST_F(OrderOfEntry, ACallCommittedAfterALaterOneSeesWhatThatOneEntered) {
  const Instant admitted = tester_.now;
  tester_.now = admitted + 1ms;
  Record(Swollen());
  tester_.now = admitted;
  const auto answer = Record(Observed(Swollen(), admitted - 8 * kDay));
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  const auto& escalation = answer.escalations(0);
  EXPECT_EQ(InstantOf(escalation.raised_time()), admitted);
  EXPECT_EQ(escalation.due_time().seconds() - escalation.raised_time().seconds(), 14 * 86400);
  EXPECT_EQ(escalation.raised_time().nanos(), answer.evaluation().as_of().nanos());
}

TEST_F(OrderOfEntry, ARecordEnteredByAClockThatWasAYearAheadHidesNothing) {
  const Instant start = tester_.now;
  tester_.now += 365 * kDay;
  Record(Observed(Swollen(), start));
  tester_.now = start + 7 * kDay;
  EXPECT_THAT(Record(Swollen()).escalations(), SizeIs(1));
  tester_.now += 1 * kDay;
  const auto answer = Record(Hot());
  EXPECT_TRUE(answer.advice().running_on_hold());
  EXPECT_EQ(answer.escalations(0).urgency(), rules::v1::EMERGENCY);
}

TEST_F(OrderOfEntry, ACheckInAdmittedBeforeAResolutionThatWasCommittedFirstIsNews) {
  const auto open = Record(Hot()).escalations(0);
  const Instant admitted = tester_.now + 1h;
  tester_.now = admitted + 5ms;
  Resolve(open.name());
  tester_.now = admitted;
  const auto answer = Record(Hot());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_NE(answer.escalations(0).name(), open.name());
  EXPECT_TRUE(answer.advice().running_on_hold());
}

TEST_F(OrderOfEntry, ACheckInCommittedAfterALaterOneAddsItsEvidenceToTheOpenFlag) {
  const auto open = Record(Hot()).escalations(0);
  tester_.now -= 1ms;
  const auto answer = Record(Hot());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).name(), open.name());
  EXPECT_THAT(answer.escalations(0).history(), SizeIs(2));
}

TEST_F(OrderOfEntry, AnEmergencyObservedBeforeOneThatWasResolvedIsNews) {
  const auto open = Record(Hot()).escalations(0);
  tester_.now += 1h;
  Resolve(open.name());
  tester_.now += 1h;
  const auto answer = Record(Observed(Hot(), tester_.now - 3h));
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).firings(0).result().evidence(0).entry(),
            answer.check_in().name());
  EXPECT_TRUE(answer.advice().running_on_hold());
}

TEST_F(OrderOfEntry, ASignThatWasDeniedBeforeItArrivedIsRaisedWithTheDenialBesideIt) {
  Record(OnKnee("move_difficulty", 0));
  tester_.now += 1min;
  const auto answer = Record(Observed(OnKnee("move_difficulty", 3), tester_.now - 10h));
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  const auto& flag = answer.escalations(0);
  EXPECT_EQ(flag.urgency(), rules::v1::URGENT);
  EXPECT_EQ(InstantOf(flag.raised_time()), tester_.now);
  EXPECT_EQ(flag.basis(),
            "Moving the left knee was blocked by pain on 28 Feb 2025 (Difficulty moving the joint "
            "(0-3): 3). Known only since 1 Mar 2025. Later, on 1 Mar 2025: Difficulty moving the "
            "joint (0-3): 0.");
  EXPECT_TRUE(answer.advice().running_on_hold());
  EXPECT_THAT(answer.evaluation().results(), IsEmpty());
}

TEST_F(OrderOfEntry, WhatALaterReportHidesIsRaisedByWhicheverReportArrivesLast) {
  const Instant start = tester_.now;
  tester_.now += 7 * kDay;
  Record(Swollen());
  tester_.now += 1 * kDay;
  Record(OnKnee("swelling", 0));
  tester_.now += 1 * kDay;
  const auto answer = Record(Observed(Swollen(), start));
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).family(), "swelling");
}

v1::RecordCheckInRequest GroinPainOnImpact() {
  auto request = OnKnee("worst_nprs", 2);
  request.mutable_check_in()->mutable_reports(0)->mutable_site()->set_area(v1::AREA_HIP);
  Add(request, "impact_groin", v1::ANSWER_PRESENT);
  return request;
}

TEST_F(OrderOfEntry, WhatHeldByTimeAloneBetweenTwoRecordsIsRaisedOnceWithTheLater) {
  auto first = GroinPainOnImpact();
  auto& hop = *first.mutable_check_in()->mutable_reports(0)->add_observations();
  hop.set_code("hop");
  hop.set_choice("neg");
  auto& spike = *first.mutable_check_in()->add_general();
  spike.set_code("load_spike");
  spike.set_answer(v1::ANSWER_PRESENT);
  EXPECT_THAT(Record(first).escalations(), IsEmpty());
  tester_.now += 10 * kDay;
  EXPECT_THAT(Record(GroinPainOnImpact()).escalations(), IsEmpty());
  // From the 15th to the 24th day the hop test no longer protects and the pain is still current.
  tester_.now += 15 * kDay;
  const auto answer = Record(OnKnee("worst_nprs", 2));
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).family(), "bsi-femoral-neck-suspected");
  EXPECT_TRUE(answer.advice().running_on_hold());
  Resolve(answer.escalations(0).name());
  tester_.now += 1 * kDay;
  EXPECT_THAT(Record(OnKnee("worst_nprs", 2)).escalations(), IsEmpty());
}

TEST_F(OrderOfEntry, ADenialOfTheSameMomentHidesNothing) {
  const Instant start = tester_.now;
  tester_.now += 8 * kDay;
  Record(Swollen());
  Record(Observed(OnKnee("swelling", 0), tester_.now));
  const auto answer = Record(Observed(Swollen(), start));
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).urgency(), rules::v1::SOON);
}

TEST_F(OrderOfEntry, RetractingADenialRaisesWhatItHid) {
  Record(Swollen());
  tester_.now += 3 * kDay;
  const auto denied = Record(OnKnee("swelling", 0));
  tester_.now += 4 * kDay;
  Record(Swollen());
  tester_.now += 40 * kDay;
  const auto answer = Retract(denied.check_in());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).state(), Escalation::STATE_OPEN);
}

TEST_F(OrderOfEntry, ALateReportOfSomethingElseLeavesAnAnsweredFlagAnswered) {
  const auto open = Record(Hot()).escalations(0);
  tester_.now += kDay;
  Resolve(open.name());
  tester_.now += kDay;
  const auto answer = Record(Observed(OnKnee("worst_nprs", 2), tester_.now - 40h));
  EXPECT_THAT(answer.escalations(), IsEmpty());
  EXPECT_FALSE(answer.advice().running_on_hold());
}

class Amending : public OrderOfEntry {
 protected:
  v1::CheckIn HotWithNote(const std::string& note) {
    auto content = Hot().check_in();
    content.set_note(note);
    return content;
  }
};

TEST_F(Amending, ANoteDoesNotRaiseAResolvedFlagAgain) {
  const auto first = Record(Hot());
  tester_.now += 1h;
  Resolve(first.escalations(0).name());
  tester_.now += 90 * kDay;
  const auto once = Amend(first.check_in(), HotWithNote("better wording"));
  EXPECT_THAT(once.escalations(), IsEmpty());
  EXPECT_FALSE(once.advice().running_on_hold());
  tester_.now += 1h;
  EXPECT_THAT(Amend(once.check_in(), HotWithNote("even better")).escalations(), IsEmpty());
}

TEST_F(Amending, AChangedValueRaisesAResolvedFlagAgain) {
  const auto first = Record(Hot());
  tester_.now += 1h;
  Resolve(first.escalations(0).name());
  tester_.now += 1h;
  auto worse = Hot().check_in();
  worse.mutable_reports(0)->mutable_observations(0)->set_number(3);
  EXPECT_THAT(Amend(first.check_in(), worse).escalations(), SizeIs(1));
}

TEST_F(Amending, ANoteLeavesAFlagThatWasToldLateOpen) {
  Record(OnKnee("move_difficulty", 0));
  tester_.now += 1min;
  const auto late = Record(Observed(OnKnee("move_difficulty", 3), tester_.now - 10h));
  tester_.now += 1h;
  auto content = OnKnee("move_difficulty", 3).check_in();
  content.set_note("from the paper form");
  const auto answer = Amend(late.check_in(), content);
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).name(), late.escalations(0).name());
  EXPECT_EQ(answer.escalations(0).state(), Escalation::STATE_OPEN);
}

}  // namespace
}  // namespace midstance::checkins
