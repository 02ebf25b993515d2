#include "clients/cli/form_answers.h"

#include <gtest/gtest.h>

namespace midstance::cli {
namespace {

TEST(FormAnswers, ABlankIsAnItemWithoutAValueAndAZeroHasOne) {
  const auto form = ParseForm({"0,-,2.5,-3"}, {});
  ASSERT_TRUE(form.ok()) << form.status();
  ASSERT_EQ(form->size(), 1);
  EXPECT_EQ(form->Get(0).subscale(), "total");
  ASSERT_EQ(form->Get(0).items_size(), 4);
  EXPECT_TRUE(form->Get(0).items(0).has_value());
  EXPECT_EQ(form->Get(0).items(0).value(), 0);
  EXPECT_FALSE(form->Get(0).items(1).has_value());
  EXPECT_EQ(form->Get(0).items(2).value(), 2.5);
  EXPECT_EQ(form->Get(0).items(3).value(), -3);
}

TEST(FormAnswers, AWordMayNameItsSubscale) {
  const auto form = ParseForm({"pain=1,2", "sport-rec=3"}, {});
  ASSERT_TRUE(form.ok()) << form.status();
  EXPECT_EQ(form->Get(0).subscale(), "pain");
  EXPECT_EQ(form->Get(1).subscale(), "sport-rec");
}

TEST(FormAnswers, WhatIsNoAnswerIsRefused) {
  for (const char* word : {"", "1,", "1,x", "1,,2", "pain="}) {
    EXPECT_FALSE(ParseForm({word}, {}).ok()) << word;
  }
}

TEST(FormAnswers, EachActivityHasItsAnswer) {
  const auto form = ParseForm({"2,5"}, {"stairs", "hills"});
  ASSERT_TRUE(form.ok()) << form.status();
  EXPECT_EQ(form->Get(0).items(1).label(), "hills");
  EXPECT_FALSE(ParseForm({"2,5"}, {"stairs"}).ok());
}

TEST(FormAnswers, AMeasureMayBeNamedByItsIdAlone) {
  EXPECT_EQ(MeasureName("lefs"), "measures/lefs");
  EXPECT_EQ(MeasureName("measures/lefs"), "measures/lefs");
  EXPECT_EQ(MeasureName(""), "");
}

}  // namespace
}  // namespace midstance::cli
