#include "clients/cli/output/progress.h"

#include <gtest/gtest.h>

#include <sstream>

#include "clients/cli/progress_line.h"

namespace midstance::cli {
namespace {

TEST(Progress, TellsHowMuchIsDone) {
  EXPECT_EQ(ProgressText("checking", 0, 400, 80), "checking  [....................]  0 of 400");
  EXPECT_EQ(ProgressText("checking", 160, 400, 80), "checking  [########............]  160 of 400");
  EXPECT_EQ(ProgressText("checking", 400, 400, 80), "checking  [####################]  400 of 400");
  EXPECT_EQ(ProgressText("fetching", 1000, 0, 80), "fetching  1000");
}

TEST(Progress, LeavesOutTheBarAndThenTheEndWhereThereIsNoRoom) {
  EXPECT_EQ(ProgressText("checking", 160, 400, 44), "checking  [########............]  160 of 400");
  EXPECT_EQ(ProgressText("checking", 160, 400, 43), "checking  160 of 400");
  EXPECT_EQ(ProgressText("checking", 160, 400, 5), "check");
}

TEST(Progress, MoreThanAllIsAll) {
  EXPECT_EQ(ProgressText("checking", 5, 4, 80), "checking  [####################]  5 of 4");
}

std::string Told(const Screen& screen, bool quiet) {
  std::ostringstream data;
  std::ostringstream talk;
  Context context(data, talk);
  context.talk_screen = screen;
  context.quiet = quiet;
  {
    ProgressLine line(context, "checking");
    line.Tell(1, 2);
    line.Tell(1, 2);
    line.Tell(2, 2);
  }
  EXPECT_EQ(data.str(), "");
  return talk.str();
}

TEST(Progress, IsOneLineThatGoesWhenItEnds) {
  const Screen terminal{.there = true, .redraws = true, .width = 20, .height = 24};
  EXPECT_EQ(Told(terminal, false), "\r\033[Kchecking  1 of 2\r\033[Kchecking  2 of 2\r\033[K");
}

TEST(Progress, IsNotToldWhereNobodyLooks) {
  const Screen terminal{.there = true, .redraws = true, .width = 20, .height = 24};
  EXPECT_EQ(Told(terminal, true), "");
  EXPECT_EQ(Told(Screen(), false), "");
  EXPECT_EQ(Told({.there = true, .redraws = false, .width = 20, .height = 24}, false), "");
}

}  // namespace
}  // namespace midstance::cli
