#include "services/cases/engine/parted.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/patients/one_person_fixture.h"

namespace midstance::patients {
namespace {

using checkins::Hot;
using checkins::Swollen;
using std::chrono::days;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using v1::Escalation;

class Parted : public OnePerson {
 protected:
  static std::vector<std::string> TextsOf(const Escalation& flag) {
    std::vector<std::string> texts{flag.basis()};
    for (const auto& event : flag.history()) texts.push_back(event.text());
    for (const auto& firing : flag.firings()) texts.push_back(firing.result().basis());
    return texts;
  }
};

TEST_F(Parted, AFlagThatHerOwnRecordStillCarriesTellsNothingOfTheOthers) {
  Record("a", Hot());
  tester_.now += days{1};
  Merge();
  const auto others = Record("b", Hot()).check_in();
  ASSERT_THAT(Flags("a"), SizeIs(1));
  ASSERT_TRUE(EvidenceOf(Flags("a")[0]).contains(others.name()));
  tester_.now += days{1};
  Unmerge();
  const auto flag = Flags("a")[0];
  EXPECT_EQ(flag.state(), Escalation::STATE_OPEN);
  EXPECT_THAT(EvidenceOf(flag), Each(StartsWith("patients/a/")));
  EXPECT_THAT(flag.SerializeAsString(), Not(HasSubstr(others.name())));
  EXPECT_THAT(flag.basis(), HasSubstr("The left knee was swollen and hot"));
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(Parted, WhatTheOtherWasToldStandsInNoWordOfAFlagThatRestedOnBoth) {
  const auto first = Record("a", Swollen()).check_in();
  tester_.now += days{8};
  Record("b", Swollen());
  Merge();
  ASSERT_THAT(Flags("b"), SizeIs(1));
  const std::string told = Flags("b")[0].basis();
  tester_.now += days{1};
  Unmerge();
  const auto flag = Flags("b")[0];
  EXPECT_THAT(flag.SerializeAsString(), Not(HasSubstr(first.name())));
  EXPECT_THAT(TextsOf(flag), Each(Not(HasSubstr(told))));
  EXPECT_THAT(flag.basis(), HasSubstr("told of another person"));
  EXPECT_EQ(flag.state(), Escalation::STATE_EVIDENCE_CHANGED);
}

TEST_F(Parted, AFlagThatWasResolvedMeanwhileTellsNothingOfTheOthersEither) {
  const auto first = Record("a", Swollen()).check_in();
  tester_.now += days{8};
  Record("b", Swollen());
  Merge();
  tester_.now += days{1};
  Resolve(Flags("b")[0].name());
  Unmerge();
  const auto flag = Flags("b")[0];
  EXPECT_EQ(flag.state(), Escalation::STATE_RESOLVED);
  EXPECT_THAT(flag.SerializeAsString(), Not(HasSubstr(first.name())));
  EXPECT_THAT(flag.basis(), HasSubstr("told of another person"));
}

TEST_F(Parted, AFlagOfHerOwnStaysAsItIs) {
  Record("a", Hot());
  const auto before = Flags("a")[0];
  tester_.now += days{1};
  Merge();
  tester_.now += days{1};
  Unmerge();
  EXPECT_EQ(Flags("a")[0].SerializeAsString(), before.SerializeAsString());
}

}  // namespace
}  // namespace midstance::patients
