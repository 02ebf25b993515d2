#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/checkins/fixture.h"

namespace midstance::checkins {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Advice;
using v1::Escalation;

TEST_F(CheckIns, ARedFlagIsStoredWithItsEscalationAndHoldsThePatientsRunning) {
  const auto answer = Record(Hot());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  const auto& escalation = answer.escalations(0);
  EXPECT_EQ(escalation.urgency(), rules::v1::EMERGENCY);
  EXPECT_EQ(escalation.state(), Escalation::STATE_OPEN);
  EXPECT_TRUE(escalation.name().starts_with(std::string(kCase) + "/escalations/"));
  EXPECT_EQ(escalation.firings(0).result().evidence(0).entry(), answer.check_in().name());
  EXPECT_TRUE(answer.advice().running_on_hold());
  EXPECT_TRUE(tester_.Find<Escalation>(escalation.name()).ok());
  EXPECT_EQ(Stored(answer.check_in()).state(), v1::RECORD_STATE_ACTIVE);
  EXPECT_EQ(Stored(answer.check_in()).entered_by(), anna_.name);
}

TEST_F(CheckIns, AQuietCheckInRaisesNothing) {
  auto request = OnKnee("worst_nprs", 2);
  const auto answer = Record(request);
  EXPECT_THAT(answer.escalations(), IsEmpty());
  EXPECT_FALSE(answer.advice().running_on_hold());
  EXPECT_EQ(InstantOf(answer.check_in().occurred_time()), tester_.now);
}

TEST_F(CheckIns, WhatIsOnlyWatchedDoesNotStopRunning) {
  auto request = Swollen();
  auto& days = *request.mutable_check_in()->mutable_reports(0)->add_observations();
  days.set_code("swelling_days");
  days.set_number(3);
  const auto answer = Record(request);
  ASSERT_EQ(answer.evaluation().results_size(), 1);
  EXPECT_EQ(answer.evaluation().results(0).rule(), "swelling-unsettled-72h");
  EXPECT_FALSE(answer.advice().running_on_hold());
}

TEST_F(CheckIns, APatientMayReportThroughHerLink) {
  const auto recorded = tester_.Run(RecordCheckIn{engines_}, link_, Hot());
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->check_in().entered_by(), link_.name);
  EXPECT_TRUE(recorded->advice().running_on_hold());
}

TEST_F(CheckIns, SwellingForAWeekIsRaisedWithAndWithoutTheRememberedTimeline) {
  cases::Engines forgetful(engine_.rules(), 0);
  Record(Swollen());
  tester_.now += 6 * kDay;
  EXPECT_FALSE(Record(Swollen()).advice().running_on_hold());
  tester_.now += 1 * kDay;
  const auto answer = tester_.Run(RecordCheckIn{forgetful}, anna_, Swollen());
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(std::any_of(answer->escalations().begin(), answer->escalations().end(),
                          [](const auto& one) { return one.urgency() >= rules::v1::SOON; }));
}

TEST_F(CheckIns, ABackdatedReportRaisesOnTheDayItIsEntered) {
  auto earlier = Swollen();
  *earlier.mutable_check_in()->mutable_occurred_time() = TimestampOf(tester_.now - 8 * kDay);
  Record(Swollen());
  const auto answer = Record(earlier);
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(InstantOf(answer.escalations(0).raised_time()), tester_.now);
}

TEST_F(CheckIns, TheSameFlagTwiceIsOneEscalation) {
  const auto first = Record(Hot());
  tester_.now += std::chrono::hours{1};
  const auto second = Record(Hot());
  ASSERT_THAT(second.escalations(), SizeIs(1));
  EXPECT_EQ(second.escalations(0).name(), first.escalations(0).name());
  tester_.now += std::chrono::hours{1};
  EXPECT_THAT(Record(OnKnee("worst_nprs", 2)).escalations(), IsEmpty());
}

TEST_F(CheckIns, RetractingTheEvidenceLeavesTheFlagToAPerson) {
  const auto flagged = Record(Hot());
  tester_.now += kDay;
  const auto answer = Retract(flagged.check_in());
  EXPECT_EQ(answer.check_in().state(), v1::RECORD_STATE_RETRACTED);
  EXPECT_EQ(answer.check_in().change_author(), anna_.name);
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).state(), Escalation::STATE_EVIDENCE_CHANGED);
  EXPECT_THAT(answer.evaluation().results(), IsEmpty());
}

TEST_F(CheckIns, ARetractionAfterTheWindowStillTakesTheEvidenceAway) {
  const auto flagged = Record(Hot());
  tester_.now += 60 * kDay;
  ASSERT_THAT(Record(OnKnee("worst_nprs", 1)).evaluation().results(), IsEmpty());
  const auto answer = Retract(flagged.check_in());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).state(), Escalation::STATE_EVIDENCE_CHANGED);
}

TEST_F(CheckIns, AnAmendmentIsANewRecordAndTheOldOneStays) {
  const auto first = Record(Hot());
  tester_.now += std::chrono::hours{1};
  v1::AmendCheckInRequest request;
  request.set_name(first.check_in().name());
  request.set_etag(first.check_in().etag());
  request.set_reason("it was the other knee");
  *request.mutable_check_in() = Hot().check_in();
  request.mutable_check_in()->mutable_reports(0)->mutable_site()->set_side(v1::SIDE_RIGHT);
  const auto amended = tester_.Run(AmendCheckIn{engines_}, anna_, request);
  ASSERT_TRUE(amended.ok()) << amended.status();
  const auto old = Stored(first.check_in());
  EXPECT_EQ(old.state(), v1::RECORD_STATE_AMENDED);
  EXPECT_EQ(old.amended_by(), amended->check_in().name());
  EXPECT_EQ(amended->check_in().amends(), old.name());
  EXPECT_EQ(InstantOf(amended->check_in().occurred_time()), InstantOf(old.occurred_time()));
  ASSERT_THAT(amended->escalations(), SizeIs(2));
  EXPECT_EQ(amended->escalations(0).site().side(), v1::SIDE_RIGHT);
  EXPECT_EQ(amended->escalations(1).state(), Escalation::STATE_EVIDENCE_CHANGED);

  request.set_etag(old.etag());
  const auto again = tester_.Run(AmendCheckIn{engines_}, anna_, request);
  EXPECT_EQ(ReasonOf(again.status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(CheckIns, AStaleEtagChangesNothing) {
  const auto first = Record(Hot());
  v1::RetractCheckInRequest request;
  request.set_name(first.check_in().name());
  request.set_etag("\"77\"");
  const auto refused = tester_.Run(RetractCheckIn{engines_}, anna_, request);
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(Stored(first.check_in()).state(), v1::RECORD_STATE_ACTIVE);
}

TEST_F(CheckIns, ACaseOnHoldTakesReportsAndAnEndedOneDoesNot) {
  SetState(v1::Case::STATE_ON_HOLD);
  EXPECT_THAT(Record(Hot()).escalations(), SizeIs(1));
  SetState(v1::Case::STATE_DISCHARGED);
  const auto refused = tester_.Run(RecordCheckIn{engines_}, anna_, Hot());
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(CheckIns, AnEmptyCheckInIsRefusedAndANoteIsEnough) {
  v1::RecordCheckInRequest request;
  request.set_parent(kCase);
  const auto refused = tester_.Run(RecordCheckIn{engines_}, anna_, request);
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_FIELD_INVALID);
  request.mutable_check_in()->set_note("all well");
  EXPECT_EQ(Record(request).check_in().note(), "all well");
}

TEST_F(CheckIns, PainElevenIsRefusedWithItsPath) {
  const auto refused = tester_.Run(RecordCheckIn{engines_}, anna_, OnKnee("rest_nprs", 11));
  const auto fields = BadRequestOf(refused.status());
  ASSERT_TRUE(fields.has_value());
  EXPECT_EQ(fields->field_violations(0).field(), "check_in.reports[0].observations[0].number");
}

TEST_F(CheckIns, ADeletedPatientTakesNoReports) {
  auto patient = *tester_.Find<v1::Patient>("patients/p");
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& writer) { return writer.Delete(patient, tester_.now); })
          .ok());
  const auto lead = tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
  EXPECT_FALSE(tester_.Run(RecordCheckIn{engines_}, lead, Hot()).ok());
}

}  // namespace
}  // namespace midstance::checkins
