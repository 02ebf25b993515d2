#include "services/referrals/evidence_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "services/rules/testing.h"

namespace midstance::referrals {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::ElementsAre;

constexpr rules::Site kHip{rules::v1::HIP, rules::v1::LEFT};

Instant November(int day, int hour = 6, int minute = 41) {
  return std::chrono::sys_days{std::chrono::year{2026} / 11 / 1} + days{day - 1} + hours{hour} +
         minutes{minute};
}

std::int64_t Moment(int day, int hour = 6, int minute = 41) {
  return MicrosOf(November(day, hour, minute));
}

const schedule::ClinicCalendar kUtc = schedule::ClinicCalendar::Utc();

TEST(Dates, ShareWhatTheyHaveInCommon) {
  EXPECT_EQ(DatesWords({Moment(23)}, kUtc), "23 Nov 2026");
  EXPECT_EQ(DatesWords({Moment(23), Moment(21)}, kUtc), "21 and 23 Nov 2026");
  EXPECT_EQ(DatesWords({Moment(18), Moment(20), Moment(33)}, kUtc), "18, 20 Nov and 3 Dec 2026");
  EXPECT_EQ(DatesWords({Moment(60), Moment(64)}, kUtc), "30 Dec 2026 and 3 Jan 2027");
}

TEST(Dates, OfOneDayAreToldApartByTheTimeOfDay) {
  EXPECT_EQ(DatesWords({Moment(23, 15, 5), Moment(23), Moment(21)}, kUtc),
            "21 and 23 Nov 2026 at 06:41 and 15:05 UTC");
}

TEST(Dates, OfALongRunAreCounted) {
  std::vector<std::int64_t> run;
  for (int day = 2; day <= 28; day += 2) run.push_back(Moment(day));
  EXPECT_EQ(DatesWords(run, kUtc), "on 14 days from 2 Nov 2026 to 28 Nov 2026");
}

// 23 November, 17:00 and 23:30 in Los Angeles, are 24 November in UTC.
TEST(Dates, AreThoseOfTheClinic) {
  const auto clinic = *schedule::ClinicCalendar::Make("America/Los_Angeles");
  EXPECT_EQ(DatesWords({Moment(24, 1, 0)}, clinic), "23 Nov 2026");
  EXPECT_EQ(DatesWords({Moment(24, 1, 0), Moment(24, 7, 30), Moment(22, 20)}, clinic),
            "22 and 23 Nov 2026 at 17:00 and 23:30 UTC-8");
  EXPECT_EQ(DatesWords({Moment(24, 7, 30), Moment(24, 20)}, clinic), "23 and 24 Nov 2026");
}

TEST(Dates, TellTheHourThatComesTwiceApart) {
  const auto clinic = *schedule::ClinicCalendar::Make("America/Los_Angeles");
  EXPECT_EQ(DatesWords({Moment(1, 8, 30), Moment(1, 9, 30)}, clinic),
            "1 Nov 2026 at 01:30 UTC-7 and 01:30 UTC-8");
}

class EvidenceOfAnEscalation : public ::testing::Test {
 protected:
  void Report(const std::string& name, Instant at, const std::string& pattern) {
    reports_.push_back({name, at, at, kHip, {{"night_pattern", pattern}}});
  }
  void Found(const std::string& entry, Instant at, const std::string& code,
             const std::string& text) {
    auto& evidence = *escalation_.add_firings()->mutable_result()->add_evidence();
    evidence.set_entry(entry);
    evidence.set_code(code);
    evidence.set_text(text);
    evidence.mutable_site()->set_area(kHip.area);
    evidence.mutable_site()->set_side(kHip.side);
    *evidence.mutable_observed_time() = TimestampOf(at);
  }
  std::vector<std::string> Lines() {
    return EvidenceLines(escalation_, rules_, rules::Timeline::Build(rules_, reports_), calendar_);
  }

  const rules::CompiledRuleSet rules_ = rules::CoreInUtc();
  schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  std::vector<rules::Report> reports_;
  v1::Escalation escalation_;
};

TEST_F(EvidenceOfAnEscalation, IsALineForEachValueHoweverManyRulesRestOnIt) {
  Found("a", November(23), "impact_groin", "Deep groin pain on impact: yes");
  Found("a", November(23), "impact_groin", "Deep groin pain on impact: yes");
  Found("b", November(23, 15, 5), "impact_groin", "Deep groin pain on impact: yes");
  Found("b", November(23, 15, 5), "hop", "Hop test: pos");
  EXPECT_THAT(Lines(), ElementsAre("Deep groin pain on impact: yes (23 Nov 2026 at 06:41 and "
                                   "15:05 UTC)",
                                   "Hop test: pos (23 Nov 2026)"));
}

TEST_F(EvidenceOfAnEscalation, TellsEveryDayOfTheRunThatANamedReportIsPartOf) {
  Report("n4", November(4), "unremitting");
  Report("n10", November(10), "none");
  Report("n18", November(18), "unremitting");
  Report("n20", November(20), "unremitting");
  Report("n23", November(23), "unremitting");
  Found("n23", November(23), "night_pattern", "Night pain: unremitting");
  EXPECT_THAT(Lines(), ElementsAre("Night pain: unremitting (18, 20 and 23 Nov 2026)"));
}

TEST_F(EvidenceOfAnEscalation, IsToldThoughItsReportIsGone) {
  Found("n23", November(23), "night_pattern", "Night pain: unremitting");
  EXPECT_THAT(Lines(), ElementsAre("Night pain: unremitting (23 Nov 2026)"));
}

}  // namespace
}  // namespace midstance::referrals
