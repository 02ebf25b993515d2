#include "clients/core/words.h"

#include <gtest/gtest.h>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation.pb.h"

namespace midstance::client {
namespace {

TEST(Words, AnEnumValueLosesThePrefixOfItsEnum) {
  EXPECT_EQ(Word(v1::Case::STATE_ON_HOLD), "ON_HOLD");
  EXPECT_EQ(Word(v1::RECORD_STATE_RETRACTED), "RETRACTED");
  EXPECT_EQ(Word(rules::v1::EMERGENCY), "EMERGENCY");
  EXPECT_EQ(Word(v1::Case::STATE_UNSPECIFIED), "");
}

TEST(Words, AWordIsReadInAnyCaseAndWithHyphens) {
  const auto outcome = ParseWord<v1::Escalation::Outcome>("wrong-alarm");
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(*outcome, v1::Escalation::OUTCOME_WRONG_ALARM);
}

TEST(Words, AnUnknownWordIsAnsweredWithThoseThereAre) {
  const auto side = ParseWord<v1::Side>("middle");
  ASSERT_FALSE(side.ok());
  EXPECT_EQ(side.status().message(), "'middle' is none of: left, right, bilateral, not-told");
}

TEST(Words, ASiteReadsAsItIsWritten) {
  for (const char* text : {"knee/left", "lower-leg/not-told", "low-back/bilateral"}) {
    const auto site = ParseSite(text);
    ASSERT_TRUE(site.ok()) << text;
    EXPECT_EQ(SiteWord(*site), text);
  }
  EXPECT_FALSE(ParseSite("knee").ok());
  EXPECT_FALSE(ParseSite("elbow/left").ok());
  EXPECT_EQ(SiteWord(v1::Site()), "whole patient");
}

TEST(Words, WhatOthersWroteMovesNoCursor) {
  EXPECT_EQ(Printable("a\x1b[2Jb\x7f\r\n\tc"), "a\\x1b[2Jb\\x7f\\x0d\n\\x09c");
  EXPECT_EQ(Printable("\xC2\x9B"
                      "31m"),
            "\\xc2\\x9b31m");
  EXPECT_EQ(Printable("Am\xC3\xA9lie \xC2\xA0 \xE4\xB8\xAD"),
            "Am\xC3\xA9lie \xC2\xA0 \xE4\xB8\xAD");
}

TEST(Words, ATimeMayLeaveOutWhatIsZero) {
  for (const char* text : {"2026-11-23T06:41:00Z", "2026-11-23T06:41Z", "2026-11-23T06:41",
                           "2026-11-23 06:41", "2026-11-23T06:41:00"}) {
    const auto time = ParseTime(text);
    ASSERT_TRUE(time.ok()) << text;
    EXPECT_EQ(TimeWord(*time), "2026-11-23T06:41:00Z") << text;
  }
  EXPECT_EQ(TimeWord(*ParseTime("2026-11-23")), "2026-11-23T00:00:00Z");
  EXPECT_FALSE(ParseTime("yesterday").ok());
  EXPECT_FALSE(ParseTime("2026-13-01").ok());
}

}  // namespace
}  // namespace midstance::client
