#include "clients/checkin/tick_list.h"

#include <gtest/gtest.h>

#include "clients/checkin/flow_testing.h"

namespace midstance::checkin {
namespace {

// 1 swelling (choice), 2 night_nights (number), 3 locking (flag)
class Ticks : public ::testing::Test {
 protected:
  const v1::CheckInForm form_ = WholeForm();
  const std::vector<int> list_ = TickLists(form_)[0].questions;
};

TEST_F(Ticks, TellAllOfTheListAtOnce) {
  const auto told = ReadTicks(form_, Blank(form_), list_, "2, 3");
  ASSERT_TRUE(told.ok());
  EXPECT_EQ(told->questions[1], Answer::Choice(0));
  EXPECT_EQ(told->questions[3], Answer::Ticked());
  EXPECT_EQ(told->questions[5], Answer::Present());
  EXPECT_EQ(TicksOf(*told, list_), "2 3");
}

TEST_F(Ticks, ZeroIsNoneOfThese) {
  const auto told = ReadTicks(form_, Blank(form_), list_, "0");
  ASSERT_TRUE(told.ok());
  EXPECT_EQ(told->questions[3], Answer::Number(0));
  EXPECT_EQ(told->questions[5], Answer::Absent());
  EXPECT_EQ(TicksOf(*told, list_), "0");
}

TEST_F(Ticks, AQuestionMarkIsNotSure) {
  const auto told = ReadTicks(form_, Blank(form_), list_, "1 3?");
  ASSERT_TRUE(told.ok());
  EXPECT_EQ(told->questions[5], Answer::NotSure());
  EXPECT_EQ(TicksOf(*told, list_), "1 3?");
}

TEST_F(Ticks, AValueToldBeforeStaysWhenItIsTickedAgain) {
  auto before = Blank(form_);
  before.questions[3] = Answer::Number(2);
  before.questions[5] = Answer::Present();
  const auto told = ReadTicks(form_, before, list_, "2");
  ASSERT_TRUE(told.ok());
  EXPECT_EQ(told->questions[3], Answer::Number(2));
  EXPECT_EQ(told->questions[5], Answer::Absent());
}

TEST_F(Ticks, AnythingElseIsNoAnswer) {
  for (const auto* wrong : {"4", "-1", "0 1", "x", "", "1.5", "?", "0?"}) {
    EXPECT_FALSE(ReadTicks(form_, Blank(form_), list_, wrong).ok()) << wrong;
  }
}

TEST_F(Ticks, OfAListThatWasNotAnsweredThereIsNothingToShow) {
  EXPECT_EQ(TicksOf(Blank(form_), list_), "");
}

}  // namespace
}  // namespace midstance::checkin
