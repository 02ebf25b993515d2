#include "services/cases/care/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/cases/care/records_testing.h"

namespace midstance::cases {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Patient SummaryPatient() {
  v1::Patient patient;
  patient.set_given_name("Amélie");
  patient.set_family_name("Dubois");
  patient.set_birth_date("1989-04-02");
  return patient;
}

Episode WholeEpisode() {
  Episode episode;
  auto& of = episode.records.of;
  of.set_state(v1::Case::STATE_DISCHARGED);
  of.set_state_reason("Runs without pain");
  *of.mutable_state_time() = Episode::At(60);
  of.set_clinician("users/lena");
  auto& site = *of.add_sites();
  site.set_area(v1::AREA_LOWER_LEG);
  site.set_side(v1::SIDE_LEFT);
  episode.Plan(0).set_visits(8);
  of.add_goals()->set_text("Run 10 km");
  of.mutable_goals(0)->set_met_date(Episode::Text(50));
  of.add_goals()->set_text("Sit through a film");
  of.set_self_management_plan("Strength twice a week");
  episode.Visit(0).set_subjective("It hurts");
  auto& last = episode.Visit(60, v1::Assessment::KIND_DISCHARGE);
  last.set_assessment("No consideration left");
  last.set_plan("Strength goes on");
  episode.Score(0, "psfs", "", 3.5);
  episode.Score(30, "psfs", "", 6);
  episode.Score(60, "psfs", "", 9);
  episode.Score(60, "nprs", "activity", 1, v1::SIDE_LEFT);
  auto& flag = episode.Flag(v1::Escalation::STATE_RESOLVED);
  flag.set_title("Hot swollen joint");
  flag.set_urgency(rules::v1::EMERGENCY);
  *flag.mutable_raised_time() = Episode::At(9);
  flag.mutable_resolution()->set_outcome(v1::Escalation::OUTCOME_REFERRED);
  episode.Refer(v1::Referral::STATE_DRAFTED);
  auto& referral = episode.Refer(v1::Referral::STATE_CLOSED);
  referral.mutable_addressee()->set_name("Dr Okafor");
  *referral.add_steps()->mutable_time() = Episode::At(20);
  return episode;
}

TEST(Summary, TellsTheEpisodeFromItsFirstRecordToItsLast) {
  const auto summary = Summarize(WholeEpisode().records, SummaryPatient(), Episode::On(70));
  EXPECT_EQ(SummaryText(summary), R"(DISCHARGE SUMMARY
Patient: Amélie Dubois
Born: 1989-04-02
Case: Left hip pain
Sites: lower leg left
Led by: users/lena
Opened: 2026-03-02
Ended: 2026-05-01
State: discharged
Reason: Runs without pain
Treatment days: 2

PLAN OF CARE
Impairment: Hip flexor tightness
Long-term goals: Run 10 km
Treatment: Release and strength
Visits: 8
From: 2026-03-02

GOALS
- Run 10 km: met on 2026-04-21
- Sit through a film: not met

OUTCOME MEASURES
- nprs activity, left: 1 on 2026-05-01
- psfs: 3.5 on 2026-03-02, 9 on 2026-05-01

RED FLAGS
- Hot swollen joint, raised on 2026-03-11 (emergency): resolved, referred

REFERRALS
- Dr Okafor: closed on 2026-03-22

LAST EXAMINATION
Day: 2026-05-01
Assessment: No consideration left
Plan: Strength goes on

GOING ON ALONE
Strength twice a week
)");
}

TEST(Summary, IsTheSameTextForTheSameRecords) {
  const auto text = [] {
    return SummaryText(Summarize(WholeEpisode().records, SummaryPatient(), Episode::On(70)));
  };
  EXPECT_EQ(text(), text());
}

TEST(Summary, OfACaseThatGoesOnSaysSoAndWhatIsMissing) {
  Episode episode;
  const auto text = SummaryText(Summarize(episode.records, SummaryPatient(), Episode::On(3)));
  EXPECT_THAT(text, HasSubstr("SUMMARY OF THE CASE SO FAR"));
  EXPECT_THAT(text, HasSubstr("GOALS\nNone written down."));
  EXPECT_THAT(text, HasSubstr("OUTCOME MEASURES\nNone taken."));
  EXPECT_THAT(text, HasSubstr("RED FLAGS\nNone raised."));
  EXPECT_THAT(text, HasSubstr("GOING ON ALONE\nNo plan written down."));
  EXPECT_THAT(text, Not(HasSubstr("REFERRALS")));
}

TEST(Summary, OfALostRunnerTellsWhyItEnded) {
  Episode episode;
  episode.records.of.set_state(v1::Case::STATE_CLOSED_INCOMPLETE);
  episode.records.of.set_close_reason(v1::Case::CLOSE_REASON_LOST);
  EXPECT_THAT(SummaryText(Summarize(episode.records, SummaryPatient(), Episode::On(3))),
              HasSubstr("State: closed incomplete, lost"));
}

}  // namespace
}  // namespace midstance::cases
