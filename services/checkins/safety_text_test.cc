#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/checkins/fixture.h"
#include "services/checkins/texts.h"
#include "support/digest.h"

namespace midstance::checkins {
namespace {

TEST_F(CheckIns, EveryPatientIsToldTheSameWordsAboutHelpWhateverSheAnswered) {
  auto mild = OnKnee("worst_nprs", 1);
  const auto quiet = Record(mild);
  const auto alarming = Record(Hot());
  EXPECT_EQ(quiet.advice().safety().SerializeAsString(), WordsFor("").safety().SerializeAsString());
  EXPECT_EQ(alarming.advice().safety().SerializeAsString(),
            WordsFor("").safety().SerializeAsString());
  v1::GetCheckInFormRequest form;
  form.set_name(kCase);
  const auto shown = tester_.Run(GetCheckInForm{engines_}, link_, form);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->safety().SerializeAsString(), WordsFor("").safety().SerializeAsString());
}

TEST_F(CheckIns, ARecordKeepsTheVersionOfTheWordsThatItsSenderWasTold) {
  EXPECT_EQ(Stored(Record(Hot()).check_in()).safety_text_version(),
            WordsFor("").safety().version());
}

TEST_F(CheckIns, APatientIsToldInHerLanguageAndTheRecordKeepsWhichWords) {
  auto request = Hot();
  request.set_language_code("de-AT");
  const auto told = Record(request);
  EXPECT_EQ(told.advice().text(), WordsFor("de").texts().on_hold());
  EXPECT_EQ(told.advice().safety().language(), "de");
  EXPECT_EQ(Stored(told.check_in()).safety_text_version(), WordsFor("de").safety().version());

  v1::AmendCheckInRequest amend;
  amend.set_name(told.check_in().name());
  amend.set_etag(told.check_in().etag());
  amend.set_reason("typing error");
  amend.set_language_code("es");
  *amend.mutable_check_in() = OnKnee("worst_nprs", 1).check_in();
  const auto amended = tester_.Run(AmendCheckIn{engines_}, anna_, amend);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->advice().safety().language(), "es");
  EXPECT_EQ(Stored(amended->check_in()).safety_text_version(), "2026.1-es");
}

struct Shipped {
  const char* language;
  const char* version;
  const char* digest;
};

TEST(SafetyText, ItsWordsChangeWithItsVersionOnly) {
  for (const auto& [language, version, digest] :
       {Shipped{"en", "2026.1", "00e1d3ca3fa9e0ffcadcece2b923eeeba083b78c415e768e8e0a2ce84f515f78"},
        Shipped{"de", "2026.1-de",
                "a7bfdf9a0db1122cfec5b0c657fec2e59d9ac5ba40b4d25315fbb60ec3e7197f"},
        Shipped{"es", "2026.1-es",
                "5c2307aa719de5e864c565a029992278434d798daf54f3771805559723a9405b"}}) {
    EXPECT_EQ(WordsFor(language).safety().version(), version);
    EXPECT_EQ(Hex(Sha256(WordsFor(language).safety().text())), digest)
        << "new words need a new version, and both stand here";
  }
}

}  // namespace
}  // namespace midstance::checkins
