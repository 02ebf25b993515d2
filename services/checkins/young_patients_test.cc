#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "services/checkins/fixture.h"
#include "services/rpc/calendar.h"

// The rules for the young know the age from the patient's birth date, as it was on the day of the
// report.
namespace midstance::checkins {
namespace {

using schedule::ClinicCalendar;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class YoungPatients : public CheckIns {
 protected:
  // Born so many years and days before the start of the test.
  void Born(int years, int days_more) {
    const std::chrono::year_month_day today{DayOf(tester_.now)};
    const Day day = Day{(today - std::chrono::years{years}).year() / today.month() / today.day()} -
                    std::chrono::days{days_more};
    auto patient = *tester_.Find<v1::Patient>("patients/p");
    patient.set_birth_date(rpc::DayText(day));
    ASSERT_TRUE(
        tester_.Write([&](storage::Writer& w) { return w.Update(patient, tester_.now); }).ok());
  }
  static v1::RecordCheckInRequest Limping() {
    auto request = OnKnee("worst_nprs", 4);
    auto& walks = *request.mutable_check_in()->mutable_reports(0)->add_observations();
    walks.set_code("wb");
    walks.set_choice("limp");
    return request;
  }
};

TEST_F(YoungPatients, AKneeThatHurtsAndALimpAreAnEmergencyAtTwelve) {
  Born(12, 30);
  const auto answer = Record(Limping());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).family(), "adolescent-hip-knee-limp");
  EXPECT_EQ(answer.escalations(0).urgency(), rules::v1::EMERGENCY);
  EXPECT_TRUE(answer.advice().running_on_hold());
}

TEST_F(YoungPatients, TheSameIsNoneOfAGrownPatientNorOfOneWhoseAgeNobodyKnows) {
  EXPECT_THAT(Record(Limping()).escalations(), IsEmpty());
  Born(30, 0);
  tester_.now += kDay;
  EXPECT_THAT(Record(Limping()).escalations(), IsEmpty());
}

TEST_F(YoungPatients, TheAgeIsThatOfTheDayOfTheReport) {
  Born(17, -1);  // seventeen tomorrow
  tester_.now += 2 * kDay;
  EXPECT_THAT(Record(Limping()).escalations(), IsEmpty());
  const auto answer = Record(Observed(Limping(), tester_.now - 2 * kDay));
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).family(), "adolescent-hip-knee-limp");
}

TEST_F(YoungPatients, TheDayOfTheReportIsTheClinics) {
  tester_.now = Instant{DayOf(tester_.now)} + std::chrono::hours{2};  // in Los Angeles yesterday
  Born(17, 0);
  EXPECT_THAT(Record(Limping()).escalations(), IsEmpty());
  const cases::Engines local{
      *rules::Compile(engine_.rules().source(), *ClinicCalendar::Make("America/Los_Angeles"))};
  const auto answer = tester_.Run(RecordCheckIn{local}, anna_, Limping());
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_THAT(answer->escalations(), SizeIs(1));
  EXPECT_EQ(answer->escalations(0).family(), "adolescent-hip-knee-limp");
}

TEST_F(YoungPatients, AnAgeThatWasToldStands) {
  Born(30, 0);
  auto request = Limping();
  auto& age = *request.mutable_check_in()->add_general();
  age.set_code("age_years");
  age.set_number(12);
  EXPECT_THAT(Record(request).escalations(), SizeIs(1));
}

TEST_F(YoungPatients, TheAgeGoesWithTheReport) {
  Born(12, 30);
  const auto recorded = Record(Limping());
  const auto retracted = Retract(Stored(recorded.check_in()));
  ASSERT_THAT(retracted.escalations(), SizeIs(1));
  EXPECT_EQ(retracted.escalations(0).state(), v1::Escalation::STATE_EVIDENCE_CHANGED);
}

TEST_F(YoungPatients, TheAgeIsThereWhenTheTimelineIsReadAgain) {
  Born(12, 30);
  auto pain = OnKnee("worst_nprs", 4);
  EXPECT_THAT(Record(pain).escalations(), IsEmpty());
  const cases::Engines restarted{rules::CoreInUtc()};
  tester_.now += kDay;
  auto limp = OnKnee("act_nprs", 0);
  auto& walks = *limp.mutable_check_in()->mutable_reports(0)->add_observations();
  walks.set_code("wb");
  walks.set_choice("limp");
  const auto answer = tester_.Run(RecordCheckIn{restarted}, anna_, limp);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(answer->escalations(), SizeIs(1));
}

}  // namespace
}  // namespace midstance::checkins
