#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "services/considerations/consider_testing.h"

namespace midstance::considerations {
namespace {

// What a figure says, where its row has a likelihood ratio.
struct FigureCase {
  std::string id;
  std::string label;
  std::string text;
  double lr_positive;  // 0: the source gives none
  double lr_negative;
};
std::ostream& operator<<(std::ostream& out, const FigureCase& one) { return out << one.text; }

class FigureRow : public ::testing::TestWithParam<FigureCase> {};

TEST_P(FigureRow, IsAsItsSourcePrintsIt) {
  const auto& row = *Shipped().FindConsideration(GetParam().id);
  const rules::v1::Figure* found = nullptr;
  for (const auto& clue : row.supporting()) {
    if (clue.label() != GetParam().label) continue;
    for (const auto& figure : clue.figures()) {
      if (figure.text() == GetParam().text) found = &figure;
    }
  }
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->lr_positive(), GetParam().lr_positive);
  EXPECT_EQ(found->lr_negative(), GetParam().lr_negative);
}

INSTANTIATE_TEST_SUITE_P(
    Library, FigureRow,
    ::testing::Values(
        FigureCase{"c-gtps", "Trendelenburg test positive", "Sn 61 Sp 92 LR+ 6.83 LR- 0.25", 6.83,
                   0.25},
        FigureCase{"c-gtps", "resisted abduction hurts", "Sn 71 Sp 84 LR+ 5.50 LR- 0.37", 5.5,
                   0.37},
        FigureCase{"c-gtps", "resisted external derotation hurts", "Sn 88 Sp 97.3", 0, 0},
        FigureCase{"c-fai", "FADIR test positive", "Sn 94 Sp 8 LR+ 1.02 LR- 0.48", 1.02, 0.48},
        FigureCase{"c-fai", "FADIR test positive", "Sn 99 Sp 7 LR+ 1.06 LR- 0.15", 1.06, 0.15},
        FigureCase{"c-fai", "lost internal rotation", "LR+ 4.83 LR- 0.76", 4.83, 0.76},
        FigureCase{"c-labral", "flexion with internal rotation positive",
                   "Sn 96 Sp 17 LR+ 1.12 LR- 0.27", 1.12, 0.27},
        FigureCase{"c-fnsf", "percussion test positive", "Sn 95 Sp 86 LR+ 6.11 LR- 0.07", 6.11,
                   0.07},
        FigureCase{"c-adductor", "tender origin of the adductors", "Sn 95 Sp 48 LR+ 1.80 LR- 0.11",
                   1.8, 0.11},
        FigureCase{"c-pubic", "tender symphysis", "Sn 85 Sp 68 LR+ 2.67 LR- 0.22", 2.67, 0.22},
        FigureCase{"c-hip-oa", "movement restricted in at least one plane",
                   "Sn 86 Sp 54 LR+ 1.85 LR- 0.27", 1.85, 0.27},
        // Of the same printed values for one and for two tests, those of the one.
        FigureCase{"c-piriformis", "seated piriformis stretch positive",
                   "Sn 52 Sp 90 LR+ 5.22 LR- 0.53", 5.22, 0.53},
        FigureCase{"c-piriformis", "seated stretch and active test both positive", "Sn 91 Sp 80", 0,
                   0},
        FigureCase{"c-lumbar-radic", "slump test positive", "Sn 84 Sp 83", 0, 0},
        FigureCase{"c-lumbar-radic", "straight leg raise positive", "Sn 52 Sp 89", 0, 0},
        FigureCase{
            "c-sij", "three or more of five provocation tests positive",
            "Sn 91-94 Sp 78-79 LR+ 4.0-4.3 LR- 0.08; Sp 87 LR+ 6.97 when nothing centralises", 0,
            0.08},
        FigureCase{"c-pht", "modified bent-knee stretch positive", "Sn 89 Sp 91", 0, 0}),
    [](const auto& tested) {
      return TestName(tested.param.id) + "_" + std::to_string(tested.index);
    });

}  // namespace
}  // namespace midstance::considerations
