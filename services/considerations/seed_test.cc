#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "services/considerations/consider_testing.h"

namespace midstance::considerations {
namespace {

struct SeedCase {
  std::string id;
  rules::Site site;
  Said said;          // as the seed describes it
  std::string finds;  // the consideration or the rule that notices
};
std::ostream& operator<<(std::ostream& out, const SeedCase& seed) { return out << seed.id; }

class SeedRow : public ::testing::TestWithParam<SeedCase> {
 protected:
  static const rules::v1::SeedCondition* Row() {
    for (const auto& row : Shipped().source().seed_conditions()) {
      if (row.id() == GetParam().id) return &row;
    }
    return nullptr;
  }
};

TEST_P(SeedRow, IsToldWithWhatSetsItApartAndWhereItIsKnownFrom) {
  const auto* row = Row();
  ASSERT_NE(row, nullptr);
  EXPECT_NE(row->region(), "");
  EXPECT_NE(row->condition(), "");
  EXPECT_NE(row->features(), "");
  EXPECT_GT(row->codes_size(), 0);
  EXPECT_GT(row->considerations_size() + row->rules_size(), 0);
}

TEST_P(SeedRow, IsNoticedByAConsiderationOrARuleThatItNames) {
  const auto* row = Row();
  ASSERT_NE(row, nullptr);
  const auto names = [](const auto& list, const std::string& id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  };
  const std::vector<rules::Report> reports = {At(GetParam().site, GetParam().said)};
  if (names(row->considerations(), GetParam().finds)) {
    EXPECT_NE(FindIn(Considered(reports), GetParam().finds), nullptr);
    return;
  }
  ASSERT_TRUE(names(row->rules(), GetParam().finds)) << GetParam().finds;
  const auto evaluation =
      rules::Evaluate(ActiveRules(), rules::Timeline::Build(ActiveRules(), reports), OnDay(0));
  const auto holds = [](const auto& result) { return result.rule() == GetParam().finds; };
  EXPECT_TRUE(std::any_of(evaluation.results().begin(), evaluation.results().end(), holds));
}

constexpr rules::Site kHip{rules::v1::HIP, rules::v1::LEFT};

INSTANTIATE_TEST_SUITE_P(
    Seed, SeedRow,
    ::testing::Values(
        SeedCase{"s-hip-general",
                 kHip,
                 {{"sitting_pain", "present"}, {"groin_pain", "present"}},
                 "c-iliopsoas"},
        SeedCase{"s-hip-lateral-tight", kHip, {{"lateral_hip_pain", "present"}}, "c-gtps"},
        SeedCase{"s-hip-lateral-bone",
                 kHip,
                 {{"impact_pain", "present"}, {"buttock_pain", "present"}},
                 "c-pelvic-bsi"},
        SeedCase{"s-hip-inner",
                 kHip,
                 {{"impact_groin", "present"}, {"hop", "pos"}},
                 "bsi-femoral-neck-suspected"},
        SeedCase{"s-hip-cartilage",
                 kHip,
                 {{"click_painful", "present"}, {"trauma", "fall"}},
                 "c-labral"},
        SeedCase{"s-hip-imbalance",
                 kHip,
                 {{"trendelenburg", "pos"}, {"strength_hip_abduction", "3"}},
                 "c-gtps"},
        SeedCase{"s-joints-overuse",
                 {rules::v1::KNEE, rules::v1::LEFT},
                 {{"swelling", "1"}, {"swelling_days", "7"}},
                 "swelling-persistent"},
        SeedCase{"s-knee",
                 {rules::v1::KNEE, rules::v1::RIGHT},
                 {{"kneecap_pain", "present"}},
                 "c-knee-pfp"},
        SeedCase{"s-ankle",
                 {rules::v1::ANKLE, rules::v1::LEFT},
                 {{"wb", "unable"}, {"ottawa", "pos"}},
                 "unable-to-weight-bear"},
        SeedCase{"s-hamstring",
                 {rules::v1::THIGH, rules::v1::LEFT},
                 {{"sudden_posterior_thigh", "present"}, {"pop", "present"}, {"bruise", "2"}},
                 "c-hamstring-strain"},
        SeedCase{"s-foot",
                 {rules::v1::FOOT, rules::v1::RIGHT},
                 {{"heel_pain", "present"}, {"first_steps_pain", "present"}},
                 "c-plantar"},
        SeedCase{"s-buttock",
                 kHip,
                 {{"thigh_symptoms", "present"}, {"stairs_pain", "present"}},
                 "c-piriformis"},
        SeedCase{"s-low-back-si",
                 {rules::v1::PELVIS, rules::v1::LEFT},
                 {{"buttock_pain", "present"}},
                 "c-sij"}),
    [](const auto& tested) { return TestName(tested.param.id); });

}  // namespace
}  // namespace midstance::considerations
