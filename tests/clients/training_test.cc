#include "clients/cli/training.h"

#include <gtest/gtest.h>

namespace midstance::cli {
namespace {

TEST(TrainingWords, AnExerciseHasASideAndSetsWhereTheyAreTold) {
  const auto bridge = ParseExercise("bridge/left=part:2");
  ASSERT_TRUE(bridge.ok()) << bridge.status();
  EXPECT_EQ(bridge->exercise(), "exercises/bridge");
  EXPECT_EQ(bridge->side(), v1::SIDE_LEFT);
  EXPECT_EQ(bridge->done(), v1::DONE_PART);
  EXPECT_EQ(bridge->sets_done(), 2);
  EXPECT_EQ(ExerciseWord(*bridge), "bridge/LEFT=PART:2");
  const auto plank = ParseExercise("exercises/plank=full");
  ASSERT_TRUE(plank.ok()) << plank.status();
  EXPECT_EQ(plank->exercise(), "exercises/plank");
  EXPECT_FALSE(plank->has_sets_done());
}

TEST(TrainingWords, ARunHasWhatIsKnownOfIt) {
  const auto run = ParseRun("full,km=4.5,minutes=31,rpe=3,stage=2");
  ASSERT_TRUE(run.ok()) << run.status();
  EXPECT_EQ(run->done(), v1::DONE_FULL);
  EXPECT_EQ(run->distance_km(), 4.5);
  EXPECT_EQ(run->minutes(), 31);
  EXPECT_EQ(run->rpe(), 3);
  EXPECT_EQ(run->stage(), 2);
  EXPECT_EQ(RunWord(*run), "run=FULL 4.5 km 31 min");
  EXPECT_FALSE(ParseRun("skipped")->has_minutes());
}

TEST(TrainingWords, AWrongWordIsToldApart) {
  for (const char* word : {"bridge", "=full", "bridge=often", "bridge=full:x", "bridge/up=full"}) {
    EXPECT_FALSE(ParseExercise(word).ok()) << word;
  }
  for (const char* word : {"", "often", "full,km", "full,miles=3", "full,km=x", "full,stage=1.5"}) {
    EXPECT_FALSE(ParseRun(word).ok()) << word;
  }
}

}  // namespace
}  // namespace midstance::cli
