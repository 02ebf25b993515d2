#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "services/rulesets/revisions_fixture.h"

// Whose word a revision needs before it becomes active.
namespace midstance::rulesets {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

using ThirdPerson = Revisions;

TEST_F(ThirdPerson, OneWithoutABackTestIsNotActivated) {
  const auto proposed = Propose();
  EXPECT_EQ(ReasonOf(Activate(lea_, proposed, "").status()), v1::ERROR_REASON_BACK_TEST_NEEDED);
  const auto other = Propose("hot-swollen-joint");
  EXPECT_EQ(ReasonOf(Activate(lea_, proposed, Tried(other)).status()),
            v1::ERROR_REASON_BACK_TEST_NEEDED);
  EXPECT_EQ(Active()->name(), engines_.shipped()->name());
}

TEST_F(ThirdPerson, ItsAuthorCannotActivateOrApproveIt) {
  const auto proposed = Propose();
  const auto test = Tried(proposed);
  EXPECT_EQ(ReasonOf(Activate(anna_, proposed, test).status()),
            v1::ERROR_REASON_ANOTHER_PERSON_NEEDED);
  EXPECT_EQ(ReasonOf(Approve(anna_, proposed, test).status()),
            v1::ERROR_REASON_ANOTHER_PERSON_NEEDED);
}

TEST_F(ThirdPerson, ABackTestAgainstRulesThatAreNotActiveAnyMoreIsTooOld) {
  const auto proposed = Propose();
  const auto other = Propose("hot-swollen-joint");
  const auto test_of_other = Tried(other);
  ASSERT_TRUE(Activate(lea_, proposed, Tried(proposed)).ok());
  EXPECT_EQ(ReasonOf(Activate(lea_, other, test_of_other).status()),
            v1::ERROR_REASON_BACK_TEST_NEEDED);
}

TEST_F(ThirdPerson, ConfirmedAlarmsAreLostOnlyWithTheWordOfAThirdPerson) {
  const auto proposed = Propose();
  const auto test = Tried(proposed, 2);
  const auto refused = Activate(lea_, proposed, test).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_ANOTHER_PERSON_NEEDED);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("2"));
  // Her own word is that of no third person.
  ASSERT_TRUE(Approve(lea_, proposed, test).ok());
  EXPECT_FALSE(Activate(lea_, proposed, test).ok());
  // Nor is a word about another back-test.
  ASSERT_TRUE(Approve(mona_, proposed, Tried(proposed)).ok());
  EXPECT_FALSE(Activate(lea_, proposed, test).ok());

  const auto approved = Approve(mona_, proposed, test);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_THAT(approved->approvals(), SizeIs(3));
  EXPECT_TRUE(Activate(lea_, proposed, test).ok());
}

TEST_F(ThirdPerson, IsAskedAsWellWhereConfirmedAlarmsComeLaterOrLessUrgent) {
  const auto proposed = Propose();
  const auto test = Tried(proposed, 0, 3);
  const auto refused = Activate(lea_, proposed, test).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_ANOTHER_PERSON_NEEDED);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("later or less urgent: 3"));
  ASSERT_TRUE(Approve(mona_, proposed, test).ok());
  EXPECT_TRUE(Activate(lea_, proposed, test).ok());
}

TEST_F(ThirdPerson, IsAskedAsWellWhereARuleChangesThatCannotBeTriedOnThePast) {
  const auto proposed = Propose("safety-net-unacknowledged");
  const auto test = Tried(proposed);
  const auto refused = Activate(lea_, proposed, test).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_ANOTHER_PERSON_NEEDED);
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("cannot be tried on the past: safety-net-unacknowledged"));
  ASSERT_TRUE(Approve(mona_, proposed, test).ok());
  EXPECT_TRUE(Activate(lea_, proposed, test).ok());
}

}  // namespace
}  // namespace midstance::rulesets
