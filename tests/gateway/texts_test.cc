#include "clients/gateway/texts.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace midstance::gateway {
namespace {

std::size_t Blanks(std::string_view text) {
  std::size_t blanks = 0;
  for (auto at = text.find("{}"); at != std::string_view::npos; at = text.find("{}", at + 2)) {
    ++blanks;
  }
  return blanks;
}

TEST(PageTexts, EveryLanguageSaysEverything) {
  const Texts& english = AllTexts().front();
  EXPECT_EQ(english.language(), "en");
  for (const Texts& texts : AllTexts()) {
    ASSERT_EQ(texts.all().size(), english.all().size()) << texts.language();
    for (const auto& [key, text] : english.all()) {
      EXPECT_NE(texts.Get(key), "") << texts.language() << ' ' << key;
      EXPECT_EQ(Blanks(texts.Get(key)), Blanks(text)) << texts.language() << ' ' << key;
    }
    EXPECT_TRUE(texts.Get("lang.dir") == "ltr" || texts.Get("lang.dir") == "rtl");
  }
}

TEST(PageTexts, BlanksAreFilledInOrderAndWhatFillsThemStays) {
  const Texts texts("xx", R"({"a": "{} of {}"})");
  EXPECT_EQ(texts.With("a", {"{}", "2"}), "{} of 2");
  EXPECT_EQ(texts.With("a", {"1"}), "1 of {}");
  EXPECT_EQ(texts.Get("b"), "");
}

TEST(PageTexts, TheBestOfWhatABrowserAsksForIsChosen) {
  const auto chosen = [](std::string_view header) {
    return std::string(TextsFor(header).language());
  };
  EXPECT_EQ(chosen(""), "en");
  EXPECT_EQ(chosen("de-CH, de;q=0.9, en;q=0.8"), "de");
  EXPECT_EQ(chosen("fr, en;q=0.4, ES-419 ; q=0.7"), "es");
  EXPECT_EQ(chosen("fr"), "en");
  EXPECT_EQ(chosen("de;q=0, es;q=x, ,;;,*"), "en");
}

}  // namespace
}  // namespace midstance::gateway
