#include "clients/cli/output/terminal_chart.h"

#include <gtest/gtest.h>

#include <sstream>

namespace midstance::cli {
namespace {

TEST(Cells, AreCountedAsATerminalShowsThem) {
  EXPECT_EQ(TerminalCells(""), 0u);
  EXPECT_EQ(TerminalCells("Amélie"), 6u);
  EXPECT_EQ(TerminalCells("王小明"), 6u) << "two columns each";
  EXPECT_EQ(TerminalCells("יעל כהן"), 7u);
  EXPECT_EQ(TerminalCells("e\u0301"), 1u) << "the accent stands upon its letter";
  EXPECT_EQ(TerminalCells("Nguyễn Thị Hường"), 16u);
  EXPECT_LE(TerminalCells("\xFF\xE7"), 2u) << "what is no UTF-8 is no reason to read on";
}

TEST(Cells, ArePaddedAndCutBetweenLetters) {
  EXPECT_EQ(Padded("Zhou", 6, false), "Zhou  ");
  EXPECT_EQ(Padded("王小明", 7, false), "王小明 ");
  EXPECT_EQ(Padded("王小明", 5, false), "王小…");
  EXPECT_EQ(Padded("王小明", 4, false), "王… ");
  EXPECT_EQ(Padded("Papadopoulos", 6, true), "Papad.");
}

TEST(Sparklines, HaveEightHeights) {
  EXPECT_EQ(Sparkline({0, 1, 2, 3, 4, 5, 6, 7}, 0, 7, false), "▁▂▃▄▅▆▇█");
  EXPECT_EQ(Sparkline({0, 1, 2, 3, 4, 5, 6, 7}, 0, 7, true), "_.-~=+*#");
}

TEST(Sparklines, TakeNoAnswerForNoLowOne) {
  EXPECT_EQ(Sparkline({2, std::nullopt, 8}, 0, 10, false), "▂?▇");
}

TEST(Sparklines, StayBetweenTheirEnds) {
  EXPECT_EQ(Sparkline({-3, 12}, 0, 10, true), "_#");
  EXPECT_EQ(Sparkline({0, 0}, 0, 0, true), "__") << "nothing but zeros is no division by them";
  EXPECT_EQ(Sparkline({}, 0, 10, false), "");
}

TEST(TextBars, AreAsLongAsTheirNumbers) {
  const std::vector<TextBar> bars = {{"Lena Hart", 4, "4"}, {"王小明", 2, "2"}, {"Ben", 0, "0"}};
  EXPECT_EQ(FormatBars(bars, 0, {.width = 40, .ascii = true}),
            "Lena Hart  ########################### 4\n"
            "王小明     ############## 2\n"
            "Ben        0\n");
}

TEST(TextBars, EndInEighthsOfAColumn) {
  EXPECT_EQ(FormatBars({{"a", 1, "1"}, {"b", 2, "2"}}, 72, {.width = 40, .ascii = false}),
            "a  ▌ 1\nb  █ 2\n");
}

TEST(TextBars, AreOfTheAxisThatTheyAreGiven) {
  EXPECT_EQ(FormatBars({{"a", 50, "50% of 4"}}, 100, {.width = 40, .ascii = true}),
            "a  ############## 50% of 4\n");
}

TEST(TextBars, HaveNoLineThatIsWiderThanTheTerminal) {
  const std::vector<TextBar> bars = {{std::string(100, 'n'), 3, "3"}, {"Νίκος", 1, "1"}};
  std::istringstream lines(FormatBars(bars, 0, {.width = 60}));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(TerminalCells(line), 60u) << line;
}

TEST(TextBars, OfNoValueAreNoBarOfNothing) {
  EXPECT_EQ(FormatBars({{"a", std::nullopt, "-"}}, 10, {.width = 40}), "a  -\n");
  EXPECT_EQ(FormatBars({}, 10, {}), "");
}

}  // namespace
}  // namespace midstance::cli
