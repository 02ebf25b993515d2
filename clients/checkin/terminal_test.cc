#include "clients/checkin/terminal.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <sstream>

#include "clients/checkin/fd_lines.h"

namespace midstance::checkin {
namespace {

TEST(Wrapping, BreaksAtBlanksAndIndentsWhatFollows) {
  EXPECT_EQ(Wrap("1 Pain at night in the last week", 14, 3),
            "1 Pain at\n   night in\n   the last\n   week");
  EXPECT_EQ(Wrap("  two   blanks ", 40, 0), "two blanks");
  EXPECT_EQ(Wrap("one\n\ntwo", 40, 0), "one\n\ntwo");
  EXPECT_EQ(Wrap("", 40, 0), "");
}

TEST(Wrapping, ALongWordIsBrokenBetweenCharacters) {
  EXPECT_EQ(Wrap("abcdefghij", 4, 0), "abcd\nefgh\nij");
  EXPECT_EQ(Wrap("größtmöglich", 5, 0), "größt\nmögli\nch");
}

TEST(Wrapping, WideAndCombiningCharactersCountAsTheyAreShown) {
  EXPECT_EQ(ColumnsOf("膝関節"), 6);
  EXPECT_EQ(ColumnsOf("é"), 1);  // e and a combining accent
  EXPECT_EQ(Wrap("膝関節の痛み", 4, 0), "膝関\n節の\n痛み");
}

TEST(Wrapping, WhatSteersATerminalIsLeftOut) {
  EXPECT_EQ(Wrap("a\x1b[2Jb\x07", 40, 0), "a[2Jb");
  EXPECT_EQ(Wrap("a\xff"
                 "b",
                 40, 0),
            "ab");
}

TEST(FdLines, AreReadLineByLineAndTheLastNeedsNoEnd) {
  std::array<int, 2> pipe;
  ASSERT_EQ(::pipe(pipe.data()), 0);
  constexpr std::string_view kText = "one\r\n\ntwo";
  ASSERT_EQ(::write(pipe[1], kText.data(), kText.size()), static_cast<ssize_t>(kText.size()));
  ::close(pipe[1]);
  const ReadLine read = FdLines(pipe[0], std::nullopt);
  EXPECT_EQ(read(Echo::kShown).text, "one");
  EXPECT_EQ(read(Echo::kHidden).text, "");
  EXPECT_EQ(read(Echo::kShown).text, "two");
  EXPECT_EQ(read(Echo::kShown).kind, Typed::Kind::kEnd);
  ::close(pipe[0]);
}

TEST(FdLines, AreGivenUpWhenNobodyTypes) {
  std::array<int, 2> pipe;
  ASSERT_EQ(::pipe(pipe.data()), 0);
  const ReadLine read = FdLines(pipe[0], std::chrono::seconds(0));
  EXPECT_EQ(read(Echo::kShown).kind, Typed::Kind::kIdle);
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST(Terminal, WipesTheScreenAndWhatWasScrolledOffIt) {
  std::ostringstream out;
  Terminal([](Echo) { return Typed{}; }, out, 40).Wipe();
  EXPECT_NE(out.str().find("\x1b[3J"), std::string::npos);
}

}  // namespace
}  // namespace midstance::checkin
