#include "clients/checkin/words.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "clients/core/link_code.h"

namespace midstance::checkin {
namespace {

TEST(Words, AreTheSameInEveryLanguage) {
  const auto& english = AllWords().front();
  EXPECT_EQ(english.language(), "en");
  for (const Words& words : AllWords()) {
    EXPECT_EQ(words.all().size(), english.all().size()) << words.language();
    for (const auto& [key, text] : english.all()) {
      const std::string& other = words.Get(key);
      EXPECT_FALSE(other.empty()) << words.language() << " " << key;
      const auto blanks = [](const std::string& in) {
        return std::count(in.begin(), in.end(), '{');
      };
      EXPECT_EQ(blanks(other), blanks(text)) << words.language() << " " << key;
    }
  }
}

TEST(Words, ALetterNeverMeansTwoThingsAtOnePrompt) {
  for (const Words& words : AllWords()) {
    const auto answers = words.answer_words();
    EXPECT_NE(answers.yes.front(), answers.no.front());
    EXPECT_NE(answers.done.front(), answers.part.front());
    EXPECT_NE(answers.part.front(), answers.skipped.front());
    EXPECT_NE(answers.done.front(), answers.skipped.front());
    const std::string quit = words.Get("words.quit").substr(0, 1);
    EXPECT_FALSE(words.Means("words.send", quit)) << words.language();
    for (const auto* key : {"words.yes", "words.no", "words.done", "words.part", "words.skipped",
                            "words.send", "words.quit"}) {
      EXPECT_FALSE(words.Means(key, "b")) << "b is back, in " << words.language();
    }
  }
}

TEST(Words, AreFoundByATagOrALocale) {
  EXPECT_EQ(WordsIn("de-CH")->language(), "de");
  EXPECT_EQ(WordsIn("es_ES.UTF-8")->language(), "es");
  EXPECT_EQ(WordsIn("EN")->language(), "en");
  EXPECT_EQ(WordsIn("fr"), nullptr);
  EXPECT_EQ(WordsIn("C.UTF-8"), nullptr);
}

TEST(Words, APlaceIsCalledInHerLanguage) {
  v1::Site site;
  site.set_area(v1::AREA_LOWER_LEG);
  site.set_side(v1::SIDE_LEFT);
  EXPECT_EQ(WordsIn("en")->Site(site), "Lower leg, left");
  EXPECT_EQ(WordsIn("de")->Site(site), "Unterschenkel, links");
}

TEST(LinkCode, IsWhatStandsBehindTheHash) {
  for (const auto* text : {"patients/a/cases/b/tok_en", " patients/a/cases/b/tok_en\r",
                           "https://clinic.example/check-in#patients/a/cases/b/tok_en"}) {
    const auto code = client::ParseLinkCode(text);
    ASSERT_TRUE(code.has_value()) << text;
    EXPECT_EQ(code->name, "patients/a/cases/b");
    EXPECT_EQ(code->token, "tok_en");
  }
  for (const auto* text : {"", "token", "/token", "patients/a/", "patients/a b/t", "a/t\n#"}) {
    EXPECT_FALSE(client::ParseLinkCode(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace midstance::checkin
