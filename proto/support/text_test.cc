#include "support/text.h"

#include <gmock/gmock.h>

#include <string>

namespace midstance {
namespace {

TextProblem InOneLine(const std::string& text) { return CheckText(text, false, 100); }
TextProblem InNotes(const std::string& text) { return CheckText(text, true, 100); }

TEST(Text, NamesInAnyScriptAreRight) {
  for (const char* text :
       {"", "Ada Lovelace", "Zo\u00eb O\u2019Neill-\u0141uk", "\u674e\u5c0f\u9f99",
        "\u0623\u062d\u0645\u062f", "\u0e1b\u0e23\u0e35\u0e0a\u0e32", "\u0928\u0947\u0939\u093e",
        "\u05e9\u05e8\u05d4", "\U0001F3C3"}) {
    EXPECT_EQ(InOneLine(text), TextProblem::kNone) << text;
  }
}

TEST(Text, LengthCountsCodePointsNotBytes) {
  EXPECT_EQ(CheckText("\u674e\u5c0f\u9f99", false, 3), TextProblem::kNone);
  EXPECT_EQ(CheckText("\u674e\u5c0f\u9f99", false, 2), TextProblem::kTooLong);
  EXPECT_EQ(CheckText(std::string(100, 'a'), false, 100), TextProblem::kNone);
  EXPECT_EQ(CheckText(std::string(101, 'a'), false, 100), TextProblem::kTooLong);
}

TEST(Text, EveryControlCharacterIsRefusedWhereverItStands) {
  for (int code = 0; code < 0xA0; ++code) {
    if (code == 0x20) code = 0x7F;
    if (code == '\n' || code == '\t') continue;
    const std::string bad = code < 0x80 ? std::string(1, static_cast<char>(code))
                                        : std::string("\xC2") + static_cast<char>(code);
    for (std::size_t at = 0; at < 20; ++at) {
      const std::string text = std::string(at, 'a') + bad + std::string(20 - at, 'b');
      EXPECT_EQ(InOneLine(text), TextProblem::kControl) << code << " at " << at;
      EXPECT_EQ(InNotes(text), TextProblem::kControl) << code << " at " << at;
    }
  }
  EXPECT_EQ(InNotes("a\u2028b"), TextProblem::kControl);
}

TEST(Text, LineBreaksAndTabsAreForNotes) {
  EXPECT_EQ(InOneLine("a\nb"), TextProblem::kLineBreak);
  EXPECT_EQ(InOneLine("a\tb"), TextProblem::kLineBreak);
  EXPECT_EQ(InNotes("a\n\tb"), TextProblem::kNone);
  EXPECT_EQ(InNotes("a\r\nb"), TextProblem::kControl);
}

TEST(Text, DirectionOverridesAreRefusedEverywhere) {
  for (const char* text : {"a\u202Ab", "a\u202Bb", "a\u202Cb", "a\u202Db", "a\u202Eb"}) {
    EXPECT_EQ(InOneLine(text), TextProblem::kBidi);
    EXPECT_EQ(InNotes(text), TextProblem::kBidi);
  }
}

TEST(Text, IsolatesMustBePairedOnOneLineOfANote) {
  EXPECT_EQ(InNotes("a \u2067\u05e9\u05e8\u05d4\u2069 b"), TextProblem::kNone);
  EXPECT_EQ(InNotes("a \u2067\u2066x\u2069\u2069 b"), TextProblem::kNone);
  EXPECT_EQ(InNotes("a \u2067x"), TextProblem::kUnpairedBidi);
  EXPECT_EQ(InNotes("a \u2069x"), TextProblem::kUnpairedBidi);
  EXPECT_EQ(InNotes("a \u2067x\ny\u2069"), TextProblem::kUnpairedBidi);
  EXPECT_EQ(InOneLine("a \u2067x\u2069"), TextProblem::kBidi);
  EXPECT_EQ(InOneLine("a\u200Eb"), TextProblem::kBidi);
  EXPECT_EQ(InNotes("a\u200Eb"), TextProblem::kNone);
}

TEST(Text, InvisibleCharactersAreRefusedButJoinersAreNot) {
  for (const char* text : {"a\u200Bb", "a\u2060b", "\uFEFFa", "a\u00ADb", "a\U000E0041b"}) {
    EXPECT_EQ(InOneLine(text), TextProblem::kInvisible);
  }
  EXPECT_EQ(InOneLine("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"), TextProblem::kNone);
  EXPECT_EQ(InOneLine("\u0915\u094d\u200d\u0937"), TextProblem::kNone);
}

TEST(Text, NoncharactersAreRefused) {
  for (const char* text : {"a\uFFFE", "a\uFFFF", "a\uFDD0", "a\U0001FFFE", "a\U0010FFFF"}) {
    EXPECT_EQ(InOneLine(text), TextProblem::kNoncharacter);
  }
}

TEST(Text, BytesThatAreNoUtf8AreRefused) {
  for (const char* text :
       {"a\xFF", "a\xC0\x80", "a\xED\xA0\x80", "a\xF4\x90\x80\x80", "a\xE2\x82"}) {
    EXPECT_EQ(InOneLine(text), TextProblem::kNotUtf8);
  }
}

TEST(Text, EightCombiningMarksInARowAreAllowedNineAreNot) {
  std::string text = "a";
  for (int i = 0; i < 8; ++i) text += "\u0301";
  EXPECT_EQ(InOneLine(text), TextProblem::kNone);
  EXPECT_EQ(InOneLine(text + "b" + text.substr(1)), TextProblem::kNone);
  EXPECT_EQ(InOneLine(text + "\u0301"), TextProblem::kManyCombining);
}

TEST(Text, IsBlankWhereNothingOfItIsSeen) {
  for (const char* text :
       {"", " ", "\t\n ", "\x01\x7F", "\u0085", "\u00A0", "\u1680", "\u2007\u202F", "\u2028\u2029",
        "\u3000", "\u200B\u200D\uFEFF", "\u2066\u2069", "\u3164", "\u034F", "\uFE0F", "\u2800"}) {
    EXPECT_TRUE(IsBlank(text)) << text;
  }
  for (const char* text : {".", "  a", "\u00A0\u00e9", "\u674e", "\U0001F3C3", " \xFF"}) {
    EXPECT_FALSE(IsBlank(text)) << text;
  }
}

TEST(Text, EveryProblemSaysWhatIsRight) {
  for (const auto problem :
       {TextProblem::kNotUtf8, TextProblem::kControl, TextProblem::kLineBreak, TextProblem::kBidi,
        TextProblem::kUnpairedBidi, TextProblem::kInvisible, TextProblem::kNoncharacter,
        TextProblem::kManyCombining}) {
    EXPECT_TRUE(Describe(problem).starts_with("must "));
  }
}

TEST(Normalizing, TheTwoSpellingsOfALetterBecomeOne) {
  std::string text = "Zoe\u0308";
  NormalizeText(text);
  EXPECT_EQ(text, "Zo\u00eb");
  NormalizeText(text);
  EXPECT_EQ(text, "Zo\u00eb");
}

TEST(Normalizing, PlainTextNeedsNoLook) {
  EXPECT_FALSE(MayNeedNormalizing("Ada Zo\u00eb \u0141uk"));
  EXPECT_TRUE(MayNeedNormalizing("Zoe\u0308"));
}

TEST(Normalizing, WhatWillBeRefusedStaysAsItIs) {
  std::string broken = "Zoe\u0308\xFF";
  NormalizeText(broken);
  EXPECT_EQ(broken, "Zoe\u0308\xFF");
  std::string long_row = "a";
  for (int i = 0; i < 30'000; ++i) long_row += i % 2 == 0 ? "\u0301" : "\u0323";
  const std::string before = long_row;
  NormalizeText(long_row);
  EXPECT_EQ(long_row, before);
}

}  // namespace
}  // namespace midstance
