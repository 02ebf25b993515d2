#include "services/checkins/safety_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/checkins/fixture.h"
#include "support/digest.h"

namespace midstance::checkins {
namespace {

TEST_F(CheckIns, EveryPatientIsToldTheSameWordsAboutHelpWhateverSheAnswered) {
  auto mild = OnKnee("worst_nprs", 1);
  const auto quiet = Record(mild);
  const auto alarming = Record(Hot());
  EXPECT_EQ(quiet.advice().safety().SerializeAsString(), Safety().SerializeAsString());
  EXPECT_EQ(alarming.advice().safety().SerializeAsString(), Safety().SerializeAsString());
  v1::GetCheckInFormRequest form;
  form.set_name(kCase);
  const auto shown = tester_.Run(GetCheckInForm{engines_}, link_, form);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->safety().SerializeAsString(), Safety().SerializeAsString());
}

TEST_F(CheckIns, ARecordKeepsTheVersionOfTheWordsThatItsSenderWasTold) {
  EXPECT_EQ(Stored(Record(Hot()).check_in()).safety_text_version(), Safety().version());
}

TEST(SafetyText, ItsWordsChangeWithItsVersionOnly) {
  EXPECT_EQ(Safety().version(), "2026.1");
  EXPECT_EQ(Hex(Sha256(Safety().text())),
            "00e1d3ca3fa9e0ffcadcece2b923eeeba083b78c415e768e8e0a2ce84f515f78")
      << "new words need a new version, and both stand here";
}

}  // namespace
}  // namespace midstance::checkins
