#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "services/considerations/consider_testing.h"

namespace midstance::considerations {
namespace {

using ::testing::HasSubstr;

struct Caution {
  std::string code;
  std::string says;
  std::string source;
};
std::ostream& operator<<(std::ostream& out, const Caution& caution) { return out << caution.code; }

class CautionRow : public ::testing::TestWithParam<Caution> {};

TEST_P(CautionRow, StandsAtTheCodeWithItsSource) {
  const auto* info = ActiveRules().Find(GetParam().code);
  ASSERT_NE(info, nullptr);
  const auto& code = ActiveRules().source().codes(info->index);
  EXPECT_THAT(code.caution(), HasSubstr(GetParam().says));
  EXPECT_EQ(code.caution_source().key(), GetParam().source);
  EXPECT_NE(code.caution_source().note(), "");
}

// A test that was not made is left open and decides nothing.
TEST_P(CautionRow, ItsTestHasThreeValues) {
  const auto* info = ActiveRules().Find(GetParam().code);
  ASSERT_NE(info, nullptr);
  if (info->kind == rules::v1::Code::NUMBER) return;
  const int not_tested = info->ChoiceIndex("nt");
  ASSERT_GE(not_tested, 0);
  EXPECT_EQ(info->open_choices, 1U << static_cast<unsigned>(not_tested));
}

INSTANTIATE_TEST_SUITE_P(
    Reliability, CautionRow,
    ::testing::Values(Caution{"fadir", "hardly specific", "reiman13"},
                      Caution{"faber", "hardly specific", "reiman20"},
                      Caution{"log_roll", "hardly specific", "reiman20"},
                      Caution{"squeeze", "hardly specific", "falvey"},
                      Caution{"modified_thomas", "tilt of the pelvis is controlled", "known"},
                      Caution{"pelvic_alignment", "kappa 0.08 to 0.37", "physioped-sij"},
                      Caution{"standing_flexion", "kappa 0.08 to 0.32", "physioped-sij"},
                      Caution{"sitting_psis", "kappa 0.23 to 0.37", "physioped-sij"},
                      Caution{"prone_knee_flexion", "kappa 0.21 to 0.26", "physioped-sij"},
                      Caution{"leg_length_mm", "under about 10 mm", "known"},
                      Caution{"single_leg_squat", "good, fair or poor", "known"},
                      Caution{"hop", "Do not hop when a femoral neck injury is suspected", "known"},
                      Caution{"fulcrum", "does not replace", "schneiders"},
                      Caution{"percussion", "does not replace", "schneiders"},
                      Caution{"tuning_fork", "does not replace", "schneiders"},
                      Caution{"ober", "more than the iliotibial band", "known"}),
    [](const auto& tested) { return tested.param.code; });

}  // namespace
}  // namespace midstance::considerations
