#include <gtest/gtest.h>

#include <cstdint>
#include <iostream>

#include "support/testing/trials.h"
#include "tests/simulation/clinic.h"

// MIDSTANCE_SIMULATIONS sets how many clinics are simulated, MIDSTANCE_PROPERTY_SEED the first; a
// failure prints its own seed, with which it happens again.
namespace midstance::testing {
namespace {

// Parts of them, so that several cores take part.
constexpr int kParts = 8;

class Simulations : public ::testing::TestWithParam<int> {};

TEST_P(Simulations, OfNinetyDaysOfAClinicLoseDoubleAndForgetNoFlag) {
  const Ground ground;
  const auto first = PropertySeed(1);
  const auto seeds = FromEnvironment("MIDSTANCE_SIMULATIONS", 2'000);
  Tally all;
  int clinics = 0;
  for (auto seed = first + static_cast<std::uint64_t>(GetParam()); seed < first + seeds;
       seed += kParts) {
    SimulatedClinic clinic(ground, seed);
    clinic.Run();
    ASSERT_FALSE(HasFailure()) << "MIDSTANCE_PROPERTY_SEED=" << seed << " MIDSTANCE_SIMULATIONS=1";
    all.Add(clinic.tally());
    ++clinics;
  }
  // Of many, enough happened of everything.
  constexpr int kMany = 20;
  if (clinics < kMany) return;
  EXPECT_GE(all.told, 15 * clinics);
  EXPECT_GE(all.raised, 5 * clinics);
  EXPECT_GE(all.late, 5 * clinics);
  EXPECT_GE(all.withdrawn, 3 * clinics);
  EXPECT_GE(all.acknowledged, 3 * clinics);
  EXPECT_GE(all.resolved, 2 * clinics);
  EXPECT_GE(all.referred, clinics);
  EXPECT_GE(all.restarts, clinics);
  EXPECT_GE(all.absences, clinics);
  EXPECT_GE(all.failed_writes, clinics / 2);
  EXPECT_GE(all.clock_steps, clinics / 2);
  EXPECT_GE(all.delivered, 3 * clinics);
  EXPECT_GE(all.undelivered, 1);
  std::cout << all.steps << " steps, " << all.raised << " flags, " << all.late << " times late, "
            << all.failed_writes << " failed writes\n";
}

INSTANTIATE_TEST_SUITE_P(Part, Simulations, ::testing::Range(0, kParts));

TEST(Simulation, OfTheSameSeedIsTheSameToTheByte) {
  const Ground ground;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SimulatedClinic one(ground, seed), other(ground, seed);
    one.Run();
    other.Run();
    EXPECT_EQ(one.Digest(), other.Digest()) << seed;
  }
  SimulatedClinic one(ground, 1), other(ground, 2);
  one.Run();
  other.Run();
  EXPECT_NE(one.Digest(), other.Digest());
}

}  // namespace
}  // namespace midstance::testing
