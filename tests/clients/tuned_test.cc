#include "clients/cli/output/tuned.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace midstance::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

v1::TunedValue AValue(double value, int alarms) {
  v1::TunedValue told;
  told.set_value(value);
  told.set_alarms(alarms);
  told.set_weekly_per_100(1.25 * alarms);
  told.set_weekly_minutes_per_100(12.5 * alarms);
  return told;
}

// The cells of the table's line for the value.
std::vector<std::string> LineOf(const v1::TunedValue& value) {
  return MakeGrid(TunedColumns(), std::vector{value}).rows.front();
}

TEST(TunedOutput, TellsPlainlyWhatAValueMisses) {
  auto misses = AValue(12, 2);
  misses.set_lost(3);
  misses.set_missed_confirmed(2);
  misses.set_broken_scenarios(1);
  misses.add_missed_escalations("patients/p/cases/c/escalations/e");
  EXPECT_EQ(LineOf(misses), (std::vector<std::string>{"12", "2", "2.5", "25", "3", "0",
                                                      "misses 2 confirmed, breaks 1 scenario"}));
  EXPECT_EQ(TunedText({.numbers = {}, .values = {misses}}),
            "12 misses patients/p/cases/c/escalations/e\n"
            "No other value has fewer flags without missing or delaying a confirmed one.\n");
}

TEST(TunedOutput, TellsWhatIsProposed) {
  auto present = AValue(7, 4);
  present.set_present(true);
  auto better = AValue(8, 3);
  better.set_recommended(true);
  EXPECT_EQ(LineOf(present).back(), "as it is now");
  EXPECT_EQ(LineOf(better).back(), "recommended");
  EXPECT_THAT(TunedText({.numbers = {}, .values = {present, better}}),
              StartsWith("8 has the fewest flags"));
}

TEST(TunedOutput, TellsWhatDoesNotWorkAndNothingElseOfIt) {
  v1::TunedValue wrong;
  wrong.set_value(7.5);
  wrong.add_problems("must be a whole number");
  EXPECT_EQ(LineOf(wrong), (std::vector<std::string>{"7.5", "", "", "", "", "",
                                                     "does not work: must be a whole number"}));
}

TEST(TunedOutput, IsOneObjectForPrograms) {
  v1::TunableNumber number;
  number.set_number("when.run.span.days");
  number.set_present(7);
  const auto json = TunedJson({.numbers = {number}, .values = {AValue(7, 4)}});
  EXPECT_THAT(json, StartsWith("{\n\"numbers\": [\n{\"number\":\"when.run.span.days\""));
  EXPECT_THAT(json, HasSubstr("\"values\": [\n{\"value\":7"));
}

}  // namespace
}  // namespace midstance::cli
