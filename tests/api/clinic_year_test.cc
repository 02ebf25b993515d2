#include "tests/api/clinic_year.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace midstance::testing {
namespace {

using Recorded = std::map<std::string, std::string>;

constexpr std::uint64_t kSeed = 1;
constexpr std::uint64_t kOtherSeed = 2;

Recorded RecordsOfYear(std::uint64_t seed) {
  ClinicYear year(seed);
  year.Run();
  return year.Records();
}

TEST(ClinicYear, KeepsWhatTheTablesPromiseOnEveryDayAcrossBothChangesOfTheClocks) {
  ClinicYear year(kSeed);
  year.Run();
  if (HasFailure()) return;
  year.CheckSchedule();
  year.CheckReminders();
  year.CheckRunningPlans();
  year.CheckMoves();
  year.CheckEscalations();
  year.CheckLedger();
  year.CheckThatMuchHappened();
}

TEST(ClinicYear, IsTheSameToTheByteFromTheSameSeedAndAnotherFromAnother) {
  const Recorded one = RecordsOfYear(kSeed);
  const Recorded again = RecordsOfYear(kSeed);
  ASSERT_GT(one.size(), 500U);
  EXPECT_EQ(one.size(), again.size());
  for (const auto& [name, bytes] : one) {
    const auto same = again.find(name);
    ASSERT_NE(same, again.end()) << "seed " << kSeed << ": the second time there is no " << name;
    ASSERT_TRUE(same->second == bytes) << "seed " << kSeed << ": another the second time: " << name;
  }
  EXPECT_NE(one, RecordsOfYear(kOtherSeed));
}

}  // namespace
}  // namespace midstance::testing
