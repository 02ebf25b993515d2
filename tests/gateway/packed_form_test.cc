// The form in a hidden field of its page.

#include "clients/gateway/packed_form.h"

#include <gtest/gtest.h>

#include "clients/gateway/gzip.h"
#include "support/digest.h"

namespace midstance::gateway {
namespace {

v1::CheckInForm ASmallForm() {
  v1::CheckInForm form;
  auto& question = *form.add_questions();
  question.set_code("swelling");
  question.set_text("How swollen?");
  question.set_kind(v1::Question::KIND_NUMBER);
  question.set_upper(3);
  form.mutable_today()->set_date("2026-11-26");
  form.mutable_safety()->set_text("Call now");
  return form;
}

TEST(PackedForms, ComeBackAsTheyWereAndNothingElseIsOne) {
  const auto form = ASmallForm();
  const auto back = UnpackForm(PackForm(form));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->SerializeAsString(), form.SerializeAsString());
  std::string packed = PackForm(form);
  packed.resize(packed.size() / 2);
  for (const std::string& text : {std::string(), std::string("="), std::string("AAAA"), packed}) {
    EXPECT_FALSE(UnpackForm(text)) << text;
  }
}

TEST(PackedForms, OfPagesThatWaitOnPhonesAreRead) {
  const auto form = ASmallForm();
  const auto back = UnpackForm(Base64Url(Gzipped(form.SerializeAsString())));
  ASSERT_TRUE(back) << "of before there were usual forms";
  EXPECT_EQ(back->SerializeAsString(), form.SerializeAsString());
  // Whoever changes a usual form loses what waits on phones. Put another beside them.
  EXPECT_EQ(Hex(Sha256(UsualForms())),
            "deac26ddbdec7e4a76ef7585930ac1ab7d91c11d40a7caeb7621416e1eca05e5");
}

TEST(PackedForms, SayLittleMoreThanWhatIsUnusual) {
  v1::CheckInForm form;
  ASSERT_TRUE(form.ParseFromString(UsualForms())) << "one after the other is all of them at once";
  EXPECT_LT(PackForm(form).size(), 200U);
}

TEST(PackedForms, OnesThatWouldKeepUsBusyAreRefused) {
  v1::CheckInForm large;
  large.mutable_safety()->set_text(std::string(1 << 20, 'a'));
  EXPECT_FALSE(UnpackForm(PackForm(large)));
  v1::CheckInForm many;
  for (int i = 0; i < 201; ++i) many.add_questions()->set_code("a");
  EXPECT_FALSE(UnpackForm(PackForm(many)));
  v1::CheckInForm deep;
  for (int i = 0; i < 6; ++i) {
    auto& question = *deep.add_questions();
    question.set_code("q" + std::to_string(i));
    if (i > 0) question.set_asked_when("q" + std::to_string(i - 1));
  }
  EXPECT_FALSE(UnpackForm(PackForm(deep)));
  v1::CheckInForm round;
  round.add_questions()->set_code("a");
  round.mutable_questions(0)->set_asked_when("a");
  EXPECT_FALSE(UnpackForm(PackForm(round)));
}

}  // namespace
}  // namespace midstance::gateway
