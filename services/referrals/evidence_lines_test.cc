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
  EvidenceOfAnEscalation() {
    escalation_.mutable_site()->set_area(v1::AREA_HIP);
    escalation_.mutable_site()->set_side(v1::SIDE_LEFT);
    person_.records = {"p"};
  }
  void Report(const std::string& name, Instant at, std::vector<rules::Observed> values,
              rules::Site site = kHip) {
    reports_.push_back({name, at, at, site, std::move(values)});
  }
  void Night(const std::string& name, Instant at, const std::string& pattern) {
    Report(name, at, {{"night_pattern", pattern}});
  }
  void Found(const std::string& entry, Instant at, const std::string& code, const std::string& text,
             rules::Site site = kHip) {
    auto& evidence = *escalation_.add_firings()->mutable_result()->add_evidence();
    evidence.set_entry(entry);
    evidence.set_code(code);
    evidence.set_text(text);
    evidence.mutable_site()->set_area(site.area);
    evidence.mutable_site()->set_side(site.side);
    *evidence.mutable_observed_time() = TimestampOf(at);
  }
  ToldEvidence Told() {
    return EvidenceOf(escalation_, rules_, rules::Timeline::Build(rules_, reports_), person_,
                      calendar_);
  }
  std::vector<std::string> Lines() { return Told().lines; }

  const rules::CompiledRuleSet rules_ = rules::CoreInUtc();
  schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  std::vector<rules::Report> reports_;
  v1::Escalation escalation_;
  cases::Person person_;
};

TEST_F(EvidenceOfAnEscalation, IsALineForEachValueHoweverManyRulesRestOnIt) {
  Report("a", November(23), {{"impact_groin", rules::Answer::kPresent}});
  Report("b", November(23, 15, 5),
         {{"impact_groin", rules::Answer::kPresent}, {"hop", std::string("pos")}});
  Found("a", November(23), "impact_groin", "Deep groin pain on impact: yes");
  Found("a", November(23), "impact_groin", "Deep groin pain on impact: yes");
  Found("b", November(23, 15, 5), "impact_groin", "Deep groin pain on impact: yes");
  Found("b", November(23, 15, 5), "hop", "Hop test: positive");
  EXPECT_THAT(Lines(), ElementsAre("Deep groin pain on impact: yes (23 Nov 2026 at 06:41 and "
                                   "15:05 UTC)",
                                   "Hop test: positive (23 Nov 2026)"));
}

TEST_F(EvidenceOfAnEscalation, TellsEveryDayOfTheRunThatANamedReportIsPartOf) {
  Night("n4", November(4), "unremitting");
  Night("n10", November(10), "none");
  Night("n18", November(18), "unremitting");
  Night("n20", November(20), "unremitting");
  Night("n23", November(23), "unremitting");
  Found("n23", November(23), "night_pattern", "Night pain: unremitting");
  EXPECT_THAT(Lines(), ElementsAre("Night pain: unremitting (18, 20 and 23 Nov 2026)"));
}

// An escalation names the first and the newest of very many.
TEST_F(EvidenceOfAnEscalation, CountsEveryDayBetweenThoseThatAreNamed) {
  for (int day = 1; day <= 20; ++day) {
    Night("n" + std::to_string(day), November(day), day % 2 == 0 ? "positional" : "unremitting");
  }
  Found("n1", November(1), "night_pattern", "Night pain: unremitting");
  Found("n19", November(19), "night_pattern", "Night pain: unremitting");
  EXPECT_THAT(Lines(), ElementsAre("Night pain: unremitting (on 10 days from 1 Nov 2026 to 19 Nov "
                                   "2026)"));
}

// Retracted, amended, or in the record of somebody else after all.
TEST_F(EvidenceOfAnEscalation, IsLeftOutAndCountedWhenItsReportIsNoLongerHers) {
  Night("n23", November(23), "unremitting");
  Found("n23", November(23), "night_pattern", "Night pain: unremitting");
  Found("gone", November(24), "hop", "Hop test: positive");
  Found("gone", November(24), "no_such_code", "Something: yes");
  EXPECT_THAT(Lines(), ElementsAre("Night pain: unremitting (23 Nov 2026)"));
  EXPECT_EQ(Told().withdrawn, 2);
}

TEST_F(EvidenceOfAnEscalation, IsLeftOutWhenItsReportSaysSomethingElseNow) {
  Night("n23", November(23), "positional");
  Found("n23", November(23), "night_pattern", "Night pain: unremitting");
  EXPECT_THAT(Lines(), ElementsAre());
  EXPECT_FALSE(Told().Tells("night_pattern", kHip));
}

TEST_F(EvidenceOfAnEscalation, LeavesTheBasisAloneWhenAnotherFiringIsWithdrawn) {
  escalation_.set_basis("As it is now.");
  Night("n23", November(23), "unremitting");
  Found("n23", November(23), "night_pattern", "Night pain: unremitting");
  escalation_.mutable_firings(0)->mutable_result()->set_basis(escalation_.basis());
  Found("gone", November(20), "hop", "Hop test: positive");
  EXPECT_TRUE(Told().basis_stands);
  escalation_.mutable_firings(1)->mutable_result()->set_basis(escalation_.basis());
  EXPECT_FALSE(Told().basis_stands);
  // Whose firing is not kept any more.
  escalation_.set_basis("As it once was.");
  EXPECT_FALSE(Told().basis_stands);
}

TEST_F(EvidenceOfAnEscalation, ThatTheServerKnewByItselfIsHersByItsName) {
  Found("patients/p/cases/c", November(23), "check_in_days_late", "Check-in late by: 4 days");
  Found("patients/q/cases/c", November(23), "program_days", "Days of the home program: 4 days");
  EXPECT_THAT(Lines(), ElementsAre("Check-in late by: 4 days (23 Nov 2026)"));
}

TEST_F(EvidenceOfAnEscalation, IsToldApartByItsPlace) {
  constexpr rules::Site kKnee{rules::v1::KNEE, rules::v1::RIGHT};
  escalation_.clear_site();
  Report("a", November(1), {{"lump", rules::Answer::kPresent}}, kKnee);
  Report("b", November(2), {{"lump", rules::Answer::kPresent}});
  Found("a", November(1), "lump", "Lump: yes", kKnee);
  Found("b", November(2), "lump", "Lump: yes");
  EXPECT_THAT(Lines(), ElementsAre("Lump: yes, right knee (1 Nov 2026)",
                                   "Lump: yes, left hip (2 Nov 2026)"));
  EXPECT_TRUE(Told().Tells("lump", kKnee));
  EXPECT_FALSE(Told().Tells("lump", std::nullopt));
}

}  // namespace
}  // namespace midstance::referrals
