#include "services/jobs/recheck.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/checkins/verbs.h"
#include "services/jobs/jobs.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/testing.h"
#include "storage/tables/all.h"

// A runner whose groin hurts on impact, whose load has jumped and whose hop test was negative: two
// weeks later the test is no longer current, and a stress injury of the femoral neck is suspected
// although nobody recorded anything.
namespace midstance::jobs {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Escalation;

constexpr char kRunner[] = "patients/p";
constexpr char kRunnersCase[] = "patients/p/cases/c";
constexpr char kFemoralNeck[] = "bsi-femoral-neck-suspected";

class ByTime : public ::testing::Test {
 protected:
  ByTime() {
    v1::Patient patient;
    patient.set_name(kRunner);
    patient.add_care_team(anna_.name);
    patient_ = tester_.Put(patient);
    v1::Case a_case;
    a_case.set_name(kRunnersCase);
    a_case.set_state(v1::Case::STATE_ASSESSED);
    tester_.Put(a_case);
  }

  struct Answer {
    const char* code;
    const char* choice = nullptr;  // nullptr: present
  };
  void Record(const std::vector<Answer>& answers) {
    v1::RecordCheckInRequest request;
    request.set_parent(kRunnersCase);
    auto& hip = *request.mutable_check_in()->add_reports();
    hip.mutable_site()->set_area(v1::AREA_HIP);
    hip.mutable_site()->set_side(v1::SIDE_LEFT);
    for (const Answer& answer : answers) {
      const bool of_patient = std::string_view(answer.code) == "load_spike";
      auto& told =
          of_patient ? *request.mutable_check_in()->add_general() : *hip.add_observations();
      told.set_code(answer.code);
      if (answer.choice != nullptr) {
        told.set_choice(answer.choice);
      } else {
        told.set_answer(v1::ANSWER_PRESENT);
      }
    }
    const auto recorded = tester_.Run(checkins::RecordCheckIn{engines_}, anna_, request);
    ASSERT_TRUE(recorded.ok()) << recorded.status();
    EXPECT_THAT(recorded->escalations(), IsEmpty());
  }
  void RecordTheStory() {
    Record({{"impact_groin"}, {"load_spike"}, {"hop", "neg"}});
    tester_.now += days{10};
    Record({{"impact_groin"}});
  }
  void TickAt(Instant now) {
    tester_.now = now;
    const auto done = jobs_.Tick(now);
    EXPECT_TRUE(done.ok()) << done;
  }
  std::vector<Escalation> Raised() {
    std::vector<Escalation> all;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) {
          return reader.ForEach<Escalation>({}, [&](Escalation& one) { all.push_back(one); });
        });
    EXPECT_TRUE(read.ok()) << read;
    return all;
  }

  cases::Engines engines_{rules::CoreInUtc()};
  rpc::VerbTester tester_;
  const Instant begin_ = tester_.now;
  // The first moment of the day on which it holds.
  const Instant moment_ = std::chrono::floor<days>(begin_) + days{15};
  const rpc::Principal anna_ =
      tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN, options::v1::ROLE_LEAD_CLINICIAN});
  v1::Patient patient_;
  Jobs jobs_{tester_.store(), engines_, std::nullopt};
};

TEST_F(ByTime, AFlagIsRaisedAtItsMomentThoughNobodyRecordsAnything) {
  RecordTheStory();
  TickAt(moment_ - minutes{1});
  EXPECT_THAT(Raised(), IsEmpty());
  TickAt(moment_);
  const auto raised = Raised();
  ASSERT_THAT(raised, SizeIs(1));
  EXPECT_EQ(raised[0].state(), Escalation::STATE_OPEN);
  EXPECT_EQ(InstantOf(raised[0].raised_time()), moment_);
  ASSERT_THAT(raised[0].firings(), SizeIs(1));
  EXPECT_EQ(raised[0].firings(0).result().rule(), kFemoralNeck);
}

TEST_F(ByTime, WhatHeldWhileTheServerWasDownIsRaisedWhenItIsUpAgain) {
  RecordTheStory();
  TickAt(moment_ + days{60});
  ASSERT_THAT(Raised(), SizeIs(1));
  EXPECT_EQ(Raised()[0].firings(0).result().rule(), kFemoralNeck);
}

TEST_F(ByTime, ItIsRaisedOnceAndAgainstNoPersonsDecision) {
  RecordTheStory();
  TickAt(moment_);
  auto raised = Raised();
  ASSERT_THAT(raised, SizeIs(1));
  raised[0].set_state(Escalation::STATE_RESOLVED);
  *raised[0].mutable_resolution()->mutable_resolve_time() = TimestampOf(tester_.now);
  ASSERT_TRUE(tester_.Write([&](storage::Writer& w) { return w.Update(raised[0], moment_); }).ok());
  TickAt(moment_ + minutes{1});
  const auto before = tester_.LastChange();
  for (int day = 1; day < 60; ++day) TickAt(moment_ + days{day});
  EXPECT_THAT(Raised(), SizeIs(1));
  // The rules were asked again when they could have said more, and not each day.
  EXPECT_LE(tester_.LastChange() - before, 2);
}

TEST_F(ByTime, ARecordThatComesInBetweenIsHeard) {
  RecordTheStory();
  tester_.now += days{3};
  Record({{"hop", "neg"}});
  TickAt(moment_);
  EXPECT_THAT(Raised(), IsEmpty());
}

TEST_F(ByTime, OfADeletedPatientNothingIsRaisedUntilSheIsBack) {
  RecordTheStory();
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& w) { return w.Delete(patient_, tester_.now); }).ok());
  TickAt(moment_);
  EXPECT_THAT(Raised(), IsEmpty());
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& w) { return w.Undelete(patient_, tester_.now); }).ok());
  TickAt(moment_ + days{1});
  EXPECT_THAT(Raised(), SizeIs(1));
}

TEST_F(ByTime, APatientWhoseRecordsAreOlderThanThisServerIsAskedAboutToo) {
  RecordTheStory();
  storage::v1::Recheck row = *tester_.Find<storage::v1::Recheck>("patients/p/rechecks/1");
  row.clear_due_time();
  ASSERT_TRUE(tester_.Write([&](storage::Writer& w) { return w.Update(row, tester_.now); }).ok());
  // The first look at every patient, by whatever rules are active.
  TickAt(tester_.now);
  TickAt(moment_);
  EXPECT_THAT(Raised(), SizeIs(1));
}

}  // namespace
}  // namespace midstance::jobs
