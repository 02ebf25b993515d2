#include "services/exercises/steps.h"

#include <gtest/gtest.h>

#include <string>

#include "services/exercises/check.h"
#include "services/exercises/testing.h"

namespace midstance::exercises {
namespace {

v1::PrescribedExercise Prescribed(const std::string& id) { return Only(id).exercises(0); }

TEST(Steps, GoOneAtATimeToTheNextExerciseAndNoFurther) {
  const auto march = Stepped(TestCatalogue(), Prescribed("st-bridge"), Direction::kHarder);
  ASSERT_TRUE(march.has_value());
  EXPECT_EQ(march->exercise(), "exercises/st-bridge");
  EXPECT_EQ(march->step(), 1);
  EXPECT_EQ(march->form(), "march");
  const auto one_leg = Stepped(TestCatalogue(), *march, Direction::kHarder);
  ASSERT_TRUE(one_leg.has_value());
  EXPECT_EQ(one_leg->exercise(), "exercises/st-bridge-sl");
  EXPECT_EQ(one_leg->step(), 0);
  const auto loaded = Stepped(TestCatalogue(), *one_leg, Direction::kHarder);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->form(), "10 kg on hips");
  EXPECT_FALSE(Stepped(TestCatalogue(), *loaded, Direction::kHarder).has_value());
}

TEST(Steps, AFormBringsItsDoseAndTakesItAlong) {
  const auto easier = Stepped(TestCatalogue(), Prescribed("tr-iliacus"), Direction::kEasier);
  ASSERT_TRUE(easier.has_value());
  EXPECT_EQ(easier->step(), -1);
  EXPECT_EQ(easier->dose().seconds(), 30);
  EXPECT_EQ(easier->dose().sets(), 2);
  EXPECT_EQ(easier->dose().per_day(), 1);
  const auto back = Stepped(TestCatalogue(), *easier, Direction::kHarder);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->step(), 0);
  EXPECT_FALSE(back->has_dose());
}

TEST(Steps, APrescribedDoseStaysWhereTheFormHasNone) {
  auto prescribed = Prescribed("st-clam");
  prescribed.mutable_dose()->set_reps(8);
  prescribed.mutable_dose()->set_per_week(2);
  const auto harder = Stepped(TestCatalogue(), prescribed, Direction::kHarder);
  ASSERT_TRUE(harder.has_value());
  EXPECT_EQ(harder->dose().reps(), 8);
}

TEST(Steps, ACautionThatWasSetAsideStaysWithItsExercise) {
  auto prescribed = Prescribed("st-hipflex-iso");
  prescribed.add_overridden()->set_caution("K3");
  const auto next = Stepped(TestCatalogue(), prescribed, Direction::kHarder);
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->exercise(), "exercises/st-hipflex-band");
  EXPECT_TRUE(next->overridden().empty());
}

TEST(Steps, EveryExerciseGoesThereAndBack) {
  for (const auto& exercise : TestCatalogue().library().exercises()) {
    SCOPED_TRACE(exercise.name());
    v1::PrescribedExercise from;
    from.set_exercise(exercise.name());
    for (const auto direction : {Direction::kHarder, Direction::kEasier}) {
      const auto to = Stepped(TestCatalogue(), from, direction);
      ASSERT_TRUE(to.has_value());
      const auto* found = TestCatalogue().Find(to->exercise());
      ASSERT_NE(found, nullptr);
      EXPECT_TRUE(HasForm(*found, to->step()));
      if (to->exercise() != exercise.name()) continue;
      const auto other = direction == Direction::kHarder ? Direction::kEasier : Direction::kHarder;
      EXPECT_EQ(Stepped(TestCatalogue(), *to, other)->SerializeAsString(),
                from.SerializeAsString());
    }
  }
}

}  // namespace
}  // namespace midstance::exercises
