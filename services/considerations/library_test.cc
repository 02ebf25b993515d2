#include "services/considerations/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/considerations/consider_testing.h"
#include "support/status.h"

namespace midstance::considerations {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

rules::v1::ConsiderationLibrary Small() {
  return *rules::ParseConsiderationLibrary(R"(
    id: "small" version: "1" defaults { composite_window { days: 14 } run_gap { days: 21 } }
    considerations {
      id: "c-one" title: "one" areas: HIP
      supporting { label: "groin" when { seen { entry { present: "groin_pain" } } } }
      sources { key: "known" }
    })");
}

std::vector<std::string> ProblemsOf(const rules::v1::ConsiderationLibrary& source) {
  std::vector<std::string> problems;
  const auto made = Library::Of(ActiveRules(), source);
  if (made.ok()) return problems;
  const auto fields = BadRequestOf(made.status());
  if (!fields.has_value()) return problems;
  for (const auto& one : fields->field_violations()) {
    problems.push_back(one.field() + ": " + one.description());
  }
  return problems;
}

TEST(TheLibrary, OfASoundSourceIsMade) { EXPECT_TRUE(Library::Of(ActiveRules(), Small()).ok()); }

TEST(TheLibrary, ShipsTwentyThreeRowsAndThirteenConditionsOfTheSeed) {
  EXPECT_EQ(Shipped().source().considerations_size(), 23);
  EXPECT_EQ(Shipped().source().seed_conditions_size(), 13);
}

TEST(TheLibrary, KnowsTheCodesOfAClueThroughDerivedStatesToo) {
  auto source = Small();
  auto& when = *source.mutable_considerations(0)->mutable_supporting(0)->mutable_when();
  when.mutable_seen()->mutable_entry()->set_present("unremitting_night_pain");
  const auto library = Library::Of(ActiveRules(), source);
  ASSERT_TRUE(library.ok()) << library.status();
  const auto* clue = library->Find("c-one-s0");
  ASSERT_NE(clue, nullptr);
  ASSERT_EQ(clue->codes.size(), 2U);
  EXPECT_EQ(clue->codes[0]->code(), "night_nights");
  EXPECT_EQ(clue->codes[1]->code(), "night_pattern");
}

TEST(TheLibrary, RefusesACodeThatTheVocabularyDoesNotHave) {
  auto source = Small();
  auto& when = *source.mutable_considerations(0)->mutable_supporting(0)->mutable_when();
  when.mutable_seen()->mutable_entry()->set_present("no_such_code");
  EXPECT_THAT(ProblemsOf(source), Contains(HasSubstr("no_such_code")));
}

TEST(TheLibrary, RefusesAClueThatHoldsWithoutAFinding) {
  auto source = Small();
  auto& when = *source.mutable_considerations(0)->mutable_supporting(0)->mutable_when();
  when.mutable_unless()->mutable_seen()->mutable_entry()->set_present("groin_pain");
  EXPECT_FALSE(Library::Of(ActiveRules(), source).ok());
}

TEST(TheLibrary, RefusesARowThatOnlyTellsWhoThePersonIs) {
  auto source = Small();
  source.mutable_considerations(0)->mutable_supporting(0)->set_background(true);
  EXPECT_THAT(ProblemsOf(source),
              Contains("considerations[0].supporting: must hold a clue that is not background"));
}

TEST(TheLibrary, RefusesARowWithoutSourceOrAreaAndASecondOfItsName) {
  auto source = Small();
  *source.add_considerations() = source.considerations(0);
  source.mutable_considerations(1)->clear_sources();
  source.mutable_considerations(1)->clear_areas();
  const auto problems = ProblemsOf(source);
  EXPECT_THAT(problems, Contains("considerations[1].id: is the second row of this name"));
  EXPECT_THAT(problems, Contains("considerations[1].sources: must not be empty"));
  EXPECT_THAT(problems, Contains("considerations[1].areas: must not be empty"));
}

TEST(TheLibrary, RefusesAConditionOfTheSeedThatLeadsNowhere) {
  auto source = Small();
  source.add_seed_conditions()->add_rules("no-such-rule");
  source.add_seed_conditions();
  const auto problems = ProblemsOf(source);
  EXPECT_THAT(problems, Contains("seed_conditions[0].rules: unknown \"no-such-rule\""));
  EXPECT_THAT(problems, Contains("seed_conditions[1]: is known from nowhere"));
}

}  // namespace
}  // namespace midstance::considerations
