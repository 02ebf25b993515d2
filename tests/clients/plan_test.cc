#include "clients/story/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace midstance::story {
namespace {

constexpr Day kEnd = std::chrono::year{2026} / std::chrono::November / 6;

class PlanTest : public testing::Test {
 protected:
  static Plan Make(std::uint64_t seed) {
    auto plan = MakePlan(seed, kEnd);
    EXPECT_TRUE(plan.ok()) << plan.status();
    return *std::move(plan);
  }
};

TEST_F(PlanTest, HoldsTheClinicThatIsPromised) {
  const Plan plan = Make(42);
  EXPECT_EQ(plan.patients.size(), 40U);
  EXPECT_EQ(plan.cases.size(), 61U);
  std::size_t check_ins = 0;
  for (const auto& planned : plan.cases) check_ins += planned.check_ins.size();
  EXPECT_GE(check_ins, 2000U);
  EXPECT_LE(check_ins, 3000U);
  const auto flags = std::count_if(plan.cases.begin(), plan.cases.end(),
                                   [](const auto& planned) { return planned.flag.has_value(); });
  EXPECT_EQ(flags, 14);
}

TEST_F(PlanTest, IsTheSameForTheSameSeed) {
  const Plan first = Make(42);
  const Plan second = Make(42);
  const Plan other = Make(43);
  const auto bytes = [](const Plan& plan) {
    std::string all;
    for (const auto& planned : plan.cases) {
      for (const auto& check_in : planned.check_ins) {
        all += std::to_string(MicrosOf(check_in.at)) + check_in.record.SerializeAsString();
      }
    }
    return all;
  };
  EXPECT_EQ(bytes(first), bytes(second));
  EXPECT_NE(bytes(first), bytes(other));
}

TEST_F(PlanTest, NothingIsEnteredBeforeItIsObservedOrAfterTheEnd) {
  const Plan plan = Make(7);
  for (const auto& planned : plan.cases) {
    for (const auto& check_in : planned.check_ins) {
      EXPECT_GE(check_in.at, InstantOf(check_in.record.occurred_time()));
      EXPECT_GT(check_in.at, planned.opened);
      EXPECT_LT(check_in.at, plan.end);
    }
  }
}

TEST_F(PlanTest, SomeReportsComeLateAndSomeDaysHaveNone) {
  const Plan plan = Make(42);
  int late = 0;
  for (const auto& planned : plan.cases) {
    for (const auto& check_in : planned.check_ins) {
      if (check_in.at - InstantOf(check_in.record.occurred_time()) >= std::chrono::hours(24)) {
        ++late;
      }
    }
  }
  EXPECT_GT(late, 50);
}

TEST_F(PlanTest, NoRunnerHasTwoCasesAtOnePlace) {
  const Plan plan = Make(42);
  std::set<std::string> places;
  for (const auto& planned : plan.cases) {
    const std::string place =
        std::to_string(planned.patient) + planned.fresh.sites(0).SerializeAsString();
    EXPECT_TRUE(places.insert(place).second) << planned.patient;
  }
}

TEST_F(PlanTest, NamesComeInSixScripts) {
  const Plan plan = Make(42);
  std::set<std::string> languages;
  for (const auto& planned : plan.patients) languages.insert(planned.patient.language());
  // Latin, Greek, Cyrillic, Hebrew, Arabic, Han.
  for (const char* language : {"de", "el", "bg", "he", "ar", "zh"}) {
    EXPECT_TRUE(languages.contains(language)) << language;
  }
}

TEST_F(PlanTest, EveryoneIsInventedByTheLook) {
  for (const auto& planned : Make(42).patients) {
    EXPECT_NE(planned.patient.phone().find("555"), std::string::npos);
    EXPECT_TRUE(planned.patient.email().ends_with("@example.org"));
  }
}

}  // namespace
}  // namespace midstance::story
