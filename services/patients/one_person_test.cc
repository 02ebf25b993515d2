#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "services/cases/engine/person.h"
#include "services/patients/one_person_fixture.h"

namespace midstance::patients {
namespace {

using checkins::Hot;
using checkins::Swollen;
using std::chrono::days;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using v1::Escalation;

TEST_F(OnePerson, ARunThatBeganInAMergedRecordIsCompletedByACheckInInTheTarget) {
  const auto first = Record("a", Swollen()).check_in();
  tester_.now += days{1};
  Merge();
  EXPECT_THAT(Flags("a"), IsEmpty());
  tester_.now += days{7};
  const auto second = Record("b", Swollen());
  ASSERT_THAT(second.escalations(), SizeIs(1));
  EXPECT_EQ(second.escalations(0).family(), "swelling");
  EXPECT_THAT(EvidenceOf(second.escalations(0)),
              UnorderedElementsAre(first.name(), second.check_in().name()));
  EXPECT_THAT(Flags("b"), SizeIs(1));
  EXPECT_THAT(Flags("a"), IsEmpty());
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, ACheckInInTheMergedRecordCompletesARunThatBeganInTheTarget) {
  Record("b", Swollen());
  Merge();
  tester_.now += days{8};
  EXPECT_THAT(Record("a", Swollen()).escalations(), SizeIs(1));
}

TEST_F(OnePerson, TheMergeItselfRaisesWhatTheTwoHalvesAmountTo) {
  Record("a", Swollen());
  tester_.now += days{8};
  Record("b", Swollen());
  ASSERT_THAT(Flags("b"), IsEmpty());
  Merge();
  ASSERT_THAT(Flags("b"), SizeIs(1));
  EXPECT_EQ(Flags("b").front().family(), "swelling");
  EXPECT_THAT(Flags("a"), IsEmpty());
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, TheMergeRaisesWhatHeldForAWhileAndDoesNotAnyMore) {
  Record("a", Swollen());
  tester_.now += days{8};
  Record("b", Swollen());
  tester_.now += days{1};
  Record("b", checkins::OnKnee("swelling", 0));
  tester_.now += days{1};
  Merge();
  EXPECT_THAT(Flags("b"), SizeIs(1));
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, AFlagThatIsOpenInOneRecordIsNotOpenedInTheOther) {
  ASSERT_THAT(Record("a", Hot()).escalations(), SizeIs(1));
  const auto before = Flags("a").front();
  tester_.now += days{1};
  Merge();
  const auto again = Record("b", Hot());
  ASSERT_THAT(again.escalations(), SizeIs(1));
  EXPECT_EQ(again.escalations(0).name(), before.name());
  EXPECT_THAT(Flags("a"), SizeIs(1));
  EXPECT_THAT(Flags("b"), IsEmpty());
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, FlagsThatBothRecordsHadStayTwoAndNoneIsAdded) {
  Record("a", Hot());
  Record("b", Hot());
  tester_.now += days{1};
  Merge();
  Record("b", Hot());
  EXPECT_THAT(Flags("a"), SizeIs(1));
  EXPECT_THAT(Flags("b"), SizeIs(1));
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, WhatWasAnsweredInOneRecordWithoutKnowingTheOtherIsAskedAgain) {
  Record("a", Swollen());
  tester_.now += days{8};
  Record("a", Swollen());
  tester_.now += days{1};
  Record("b", Swollen());
  ASSERT_THAT(Flags("a"), SizeIs(1));
  tester_.now += days{1};
  Resolve(Flags("a").front().name());
  tester_.now += days{1};
  Merge();
  // The report in the target is part of the run, and nobody was shown it who resolved the flag.
  EXPECT_EQ(Flags("a").size() + Flags("b").size(), 2U);
}

TEST_F(OnePerson, WhatWasAnsweredAndRestsOnItsOwnRecordAloneIsNotAskedAgain) {
  Record("a", Hot());
  tester_.now += days{1};
  Resolve(Flags("a").front().name());
  tester_.now += days{1};
  Merge();
  EXPECT_THAT(Flags("a"), SizeIs(1));
  EXPECT_THAT(Flags("b"), IsEmpty());
}

TEST_F(OnePerson, ARememberedTimelineShowsWhatTheOtherRecordWasTold) {
  Merge();
  EXPECT_THAT(Holding("b"), IsEmpty());
  EXPECT_THAT(Holding("a"), IsEmpty());
  Record("a", Hot());
  const auto told = Holding("a");
  EXPECT_FALSE(told.empty());
  EXPECT_EQ(Holding("b"), told);
  Record("b", checkins::OnKnee("swelling", 0));
  EXPECT_EQ(Holding("a"), Holding("b"));
}

TEST_F(OnePerson, UnmergingPartsTheRecordsForTheRulesToo) {
  Record("a", Swollen());
  tester_.now += days{1};
  Merge();
  EXPECT_THAT(Holding("b"), IsEmpty());
  Unmerge();
  tester_.now += days{7};
  EXPECT_THAT(Record("b", Swollen()).escalations(), IsEmpty());
  EXPECT_THAT(Holding("b"), IsEmpty());
  EXPECT_THAT(Record("a", Swollen()).escalations(), SizeIs(1));
}

TEST_F(OnePerson, AFlagThatRestedOnBothRecordsWaitsForAPersonWhenTheyAreParted) {
  Record("a", Swollen());
  tester_.now += days{8};
  Record("b", Swollen());
  Merge();
  ASSERT_THAT(Flags("b"), SizeIs(1));
  Unmerge();
  ASSERT_THAT(Flags("b"), SizeIs(1));
  EXPECT_EQ(Flags("b").front().state(), Escalation::STATE_EVIDENCE_CHANGED);
  EXPECT_THAT(Flags("a"), IsEmpty());
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, UnmergingRaisesInEachRecordWhatTheOtherHeldForIt) {
  Record("a", Hot());
  Merge();
  tester_.now += days{1};
  Record("b", Hot());
  ASSERT_THAT(Flags("b"), IsEmpty());
  Unmerge();
  ASSERT_THAT(Flags("b"), SizeIs(1));
  EXPECT_EQ(Flags("b").front().state(), Escalation::STATE_OPEN);
  EXPECT_EQ(Flags("a").front().state(), Escalation::STATE_OPEN);
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, APersonIsTheSameFromWhicheverOfHerRecords) {
  const auto records = [&](const std::string& id) {
    std::vector<std::string> found;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
          MIDSTANCE_ASSIGN_OR_RETURN(auto person, cases::PersonOf(reader, id));
          found = std::move(person.records);
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return found;
  };
  EXPECT_THAT(records("a"), ElementsAre("a"));
  Merge();
  EXPECT_THAT(records("a"), ElementsAre("b", "a"));
  EXPECT_THAT(records("b"), ElementsAre("b", "a"));
  Unmerge();
  EXPECT_THAT(records("b"), ElementsAre("b"));
}

}  // namespace
}  // namespace midstance::patients
