#include "services/jobs/process.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "services/followups/fixture.h"
#include "services/jobs/jobs.h"
#include "services/jobs/new_rules.h"
#include "services/jobs/recheck.h"
#include "services/rpc/hooked_store.h"
#include "services/rules/embedded.h"
#include "services/worklist/settings.h"

// Flags that time raises.
namespace midstance::jobs {
namespace {

using followups::kCase;
using followups::Utc;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Escalation;

constexpr char kSafetyNet[] = "safety-net-unacknowledged";
constexpr char kOverdue[] = "overdue-checkin";
constexpr char kNonResponse[] = "non-response-6w";

class Process : public followups::ClinicInBerlin {
 protected:
  Escalation Raise(const std::string& id, rules::v1::Urgency urgency, Instant at) {
    Escalation raised;
    raised.set_name(std::string(kCase) + "/escalations/" + id);
    raised.set_state(Escalation::STATE_OPEN);
    raised.set_urgency(urgency);
    raised.set_family(id);
    *raised.mutable_raised_time() = TimestampOf(at);
    *raised.mutable_due_time() = TimestampOf(at);
    return tester_.Put(raised);
  }
  void TickAt(Instant now) {
    tester_.now = now;
    const auto done = jobs_.Tick(now);
    EXPECT_TRUE(done.ok()) << done;
  }
  // The escalations of a family, the newest first.
  std::vector<Escalation> Of(const std::string& family) {
    std::vector<Escalation> found;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
          storage::Query query;
          query.where = storage::Filter::Equal("family", family);
          MIDSTANCE_ASSIGN_OR_RETURN(auto page, reader.List<Escalation>(query));
          found = std::move(page.items);
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return found;
  }
  void Set(Escalation escalation, Escalation::State state) {
    escalation.set_state(state);
    if (state == Escalation::STATE_RESOLVED) {
      *escalation.mutable_resolution()->mutable_resolve_time() = TimestampOf(tester_.now);
    }
    ASSERT_TRUE(
        tester_.Write([&](storage::Writer& w) { return w.Update(escalation, tester_.now); }).ok());
  }
  void InProgramSince(Instant since) {
    auto a_case = *tester_.Find<v1::Case>(kCase);
    a_case.set_state(v1::Case::STATE_IN_PROGRAM);
    *a_case.mutable_state_time() = TimestampOf(since);
    ASSERT_TRUE(
        tester_.Write([&](storage::Writer& w) { return w.Update(a_case, tester_.now); }).ok());
  }
  // A program with one exercise a day.
  void Enroll(const std::string& start_date) {
    v1::Enrollment enrollment;
    enrollment.set_name(std::string(kCase) + "/enrollments/e");
    enrollment.set_state(v1::Enrollment::STATE_ACTIVE);
    enrollment.set_start_date(start_date);
    auto& prescription = *enrollment.add_prescriptions();
    prescription.set_start_date(start_date);
    auto& exercise = *prescription.add_exercises();
    exercise.set_exercise("exercises/a");
    exercise.mutable_dose()->set_per_day(1);
    tester_.Put(enrollment);
  }
  // The exercise was done and the hip hurts like this.
  void Tell(int day, double worst) {
    v1::CheckIn check_in;
    check_in.set_name(std::string(kCase) + "/checkIns/d" + std::to_string(day));
    check_in.set_state(v1::RECORD_STATE_ACTIVE);
    *check_in.mutable_occurred_time() = TimestampOf(start_ + days{day});
    auto& done = *check_in.add_exercises();
    done.set_exercise("exercises/a");
    done.set_done(v1::DONE_FULL);
    auto& report = *check_in.add_reports();
    report.mutable_site()->set_area(v1::AREA_HIP);
    report.mutable_site()->set_side(v1::SIDE_LEFT);
    auto& pain = *report.add_observations();
    pain.set_code("worst_nprs");
    pain.set_number(worst);
    tester_.now = start_ + days{day};
    tester_.Put(check_in);
  }
  void CheckIn(const std::string& id, Instant at, bool swollen) {
    v1::CheckIn check_in;
    check_in.set_name(std::string(kCase) + "/checkIns/" + id);
    check_in.set_state(v1::RECORD_STATE_ACTIVE);
    *check_in.mutable_occurred_time() = TimestampOf(at);
    auto& report = *check_in.add_reports();
    report.mutable_site()->set_area(v1::AREA_KNEE);
    report.mutable_site()->set_side(v1::SIDE_LEFT);
    auto& swelling = *report.add_observations();
    swelling.set_code("swelling");
    swelling.set_number(swollen ? 1 : 0);
    auto& settles = *report.add_observations();
    settles.set_code("swelling_settles");
    settles.set_choice(swollen ? "no" : "yes");
    tester_.now = at;
    tester_.Put(check_in);
  }

  cases::Engines engines_{
      *rules::Compile(*rules::ParseRuleSet(rules::RunningHipCore()), calendar_)};
  const cases::RuleEngine& engine_ = *engines_.shipped();
  const measures::Library measures_ = *measures::Shipped();
  const config::v1::WorklistSettings worklist_ = *worklist::ShippedSettings();
  const ProcessParts parts_{
      .engines = engines_, .measures = measures_, .check_in_every_days = 7, .worklist = worklist_};
  Jobs jobs_{tester_.store(), engines_, parts_};
  const Instant start_ = Utc(2026, 3, 20, 9);
};

TEST_F(Process, AnEmergencyThatNobodyAcknowledgesForAnHourIsTheManagers) {
  const auto emergency = Raise("hot", rules::v1::EMERGENCY, start_);
  TickAt(start_ + minutes{59});
  EXPECT_THAT(Of(kSafetyNet), IsEmpty());
  TickAt(start_ + minutes{60});
  const auto raised = Of(kSafetyNet);
  ASSERT_THAT(raised, SizeIs(1));
  EXPECT_EQ(raised[0].urgency(), rules::v1::WATCH);
  EXPECT_EQ(raised[0].state(), Escalation::STATE_OPEN);
  EXPECT_EQ(raised[0].destination(), "manager");
  EXPECT_EQ(InstantOf(raised[0].raised_time()), start_ + hours{1});
  EXPECT_TRUE(raised[0].name().starts_with(std::string(kCase) + "/escalations/"));
  const auto& evidence = raised[0].firings(0).result().evidence(0);
  EXPECT_EQ(evidence.entry(), emergency.name());
  EXPECT_EQ(evidence.code(), "emergency_unanswered_h");
}

TEST_F(Process, AnUrgentFlagWaitsForADay) {
  Raise("bone", rules::v1::URGENT, start_);
  Raise("knee", rules::v1::SOON, start_);
  TickAt(start_ + hours{23} + minutes{59});
  EXPECT_THAT(Of(kSafetyNet), IsEmpty());
  TickAt(start_ + hours{24});
  EXPECT_THAT(Of(kSafetyNet), SizeIs(1));
}

TEST_F(Process, WhatIsAcknowledgedIsNotWaitedFor) {
  Set(Raise("hot", rules::v1::EMERGENCY, start_), Escalation::STATE_ACKNOWLEDGED);
  TickAt(start_ + days{3});
  EXPECT_THAT(Of(kSafetyNet), IsEmpty());
}

TEST_F(Process, AFlagThatRoseToAnEmergencyIsWaitedForSinceThen) {
  auto flag = Raise("hot", rules::v1::EMERGENCY, start_);
  auto& event = *flag.add_history();
  event.set_kind(Escalation::Event::KIND_UPGRADED);
  *event.mutable_time() = TimestampOf(start_ + hours{5});
  Set(flag, Escalation::STATE_OPEN);
  TickAt(start_ + hours{5} + minutes{59});
  EXPECT_THAT(Of(kSafetyNet), IsEmpty());
  TickAt(start_ + hours{6});
  EXPECT_THAT(Of(kSafetyNet), SizeIs(1));
}

TEST_F(Process, AGraverRuleOfTheSameUrgencyDoesNotBeginTheWaitAnew) {
  auto flag = Raise("hot", rules::v1::EMERGENCY, start_);
  const auto fire = [&](rules::v1::Urgency urgency, Instant at) {
    auto& firing = *flag.add_firings();
    firing.mutable_result()->set_urgency(urgency);
    *firing.mutable_raised_time() = TimestampOf(at);
  };
  const auto rise = [&](Instant at) {
    auto& event = *flag.add_history();
    event.set_kind(Escalation::Event::KIND_UPGRADED);
    *event.mutable_time() = TimestampOf(at);
  };
  fire(rules::v1::URGENT, start_ - hours{2});
  fire(rules::v1::EMERGENCY, start_);
  rise(start_);
  fire(rules::v1::EMERGENCY, start_ + minutes{50});
  rise(start_ + minutes{50});
  Set(flag, Escalation::STATE_OPEN);
  TickAt(start_ + minutes{59});
  EXPECT_THAT(Of(kSafetyNet), IsEmpty());
  TickAt(start_ + hours{1});
  EXPECT_THAT(Of(kSafetyNet), SizeIs(1));
}

TEST_F(Process, WhatWasRaisedOnceIsNotRaisedAgainHoweverOftenAndByHowMany) {
  Raise("hot", rules::v1::EMERGENCY, start_);
  TickAt(start_ + hours{1});
  const auto change = tester_.LastChange();
  Jobs restarted(tester_.store(), engines_, parts_);
  for (int minute = 1; minute < 5; ++minute) {
    TickAt(start_ + hours{3} + minutes{minute});
    EXPECT_TRUE(restarted.Tick(start_ + hours{3} + minutes{minute}).ok());
  }
  EXPECT_EQ(tester_.LastChange(), change);
}

TEST_F(Process, WhatTheManagerResolvedIsNotRaisedAgainButTheNextFlagIs) {
  Raise("hot", rules::v1::EMERGENCY, start_);
  TickAt(start_ + hours{1});
  Set(Of(kSafetyNet).at(0), Escalation::STATE_RESOLVED);
  TickAt(start_ + hours{4});
  EXPECT_THAT(Of(kSafetyNet), SizeIs(1));
  Raise("septic", rules::v1::EMERGENCY, start_ + hours{4});
  TickAt(start_ + hours{5});
  const auto raised = Of(kSafetyNet);
  ASSERT_THAT(raised, SizeIs(2));
  EXPECT_EQ(
      std::count_if(raised.begin(), raised.end(),
                    [](const Escalation& one) { return one.state() == Escalation::STATE_OPEN; }),
      1);
}

TEST_F(Process, ASecondEmergencyIsAddedToTheOpenOne) {
  Raise("hot", rules::v1::EMERGENCY, start_);
  TickAt(start_ + hours{1});
  Raise("septic", rules::v1::EMERGENCY, start_ + hours{1});
  TickAt(start_ + hours{2});
  const auto raised = Of(kSafetyNet);
  ASSERT_THAT(raised, SizeIs(1));
  EXPECT_THAT(raised[0].history(), SizeIs(2));
  EXPECT_EQ(raised[0].history(1).kind(), Escalation::Event::KIND_EVIDENCE_ADDED);
  EXPECT_EQ(raised[0].history(1).actor(), "system/jobs");
}

TEST_F(Process, NothingIsRaisedOfADeletedPatient) {
  Raise("hot", rules::v1::EMERGENCY, start_);
  auto patient = *tester_.Find<v1::Patient>("patients/p1");
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Delete(patient, tester_.now); }).ok());
  TickAt(start_ + hours{5});
  EXPECT_THAT(Of(kSafetyNet), IsEmpty());
}

TEST_F(Process, ACheckInMoreThanAWeekLateIsAFlagFromTheFirstMomentOfItsDay) {
  InProgramSince(start_);
  CheckIn("a", start_, false);      // expected on 27 March, eight days late on 4 April
  TickAt(Utc(2026, 4, 3, 21, 59));  // the last minute of 3 April in Berlin
  EXPECT_THAT(Of(kOverdue), IsEmpty());
  TickAt(Utc(2026, 4, 3, 22));
  const auto raised = Of(kOverdue);
  ASSERT_THAT(raised, SizeIs(1));
  EXPECT_EQ(raised[0].urgency(), rules::v1::WATCH);
  EXPECT_EQ(InstantOf(raised[0].raised_time()), Utc(2026, 4, 3, 22));
  TickAt(Utc(2026, 4, 6, 9));
  EXPECT_THAT(Of(kOverdue), SizeIs(1));
}

TEST_F(Process, ThreeDaysAreLateWhereASwellingMayGoOn) {
  InProgramSince(start_);
  CheckIn("a", start_, true);
  TickAt(Utc(2026, 3, 29, 9));
  EXPECT_THAT(Of(kOverdue), IsEmpty());
  TickAt(Utc(2026, 3, 30, 9));
  EXPECT_THAT(Of(kOverdue), SizeIs(1));
}

TEST_F(Process, ASilenceThatWasAnsweredForIsFollowedByTheNext) {
  InProgramSince(start_);
  CheckIn("a", start_, false);
  TickAt(Utc(2026, 4, 5, 9));
  Set(Of(kOverdue).at(0), Escalation::STATE_RESOLVED);
  TickAt(Utc(2026, 4, 6, 9));
  EXPECT_THAT(Of(kOverdue), SizeIs(1));
  CheckIn("b", Utc(2026, 4, 7, 9), false);
  TickAt(Utc(2026, 4, 22, 9));
  EXPECT_THAT(Of(kOverdue), SizeIs(2));
}

// Whatever the case is held for, six weeks without an effect are a reason to look again.
TEST_F(Process, SixWeeksOfTheProgramWithoutAnEffectReopenTheScreening) {
  InProgramSince(start_);
  auto sure = *tester_.Find<v1::Case>(kCase);
  sure.mutable_plan_of_care()->set_impairment("Tightness of the iliopsoas");
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(sure, tester_.now); }).ok());
  Enroll("2026-03-20");
  for (int day = 0; day < 41; ++day) Tell(day, 5);
  TickAt(start_ + days{41});
  EXPECT_THAT(Of(kNonResponse), IsEmpty());
  Tell(41, 5);
  TickAt(start_ + days{42});
  const auto raised = Of(kNonResponse);
  ASSERT_THAT(raised, SizeIs(1));
  EXPECT_EQ(raised[0].state(), Escalation::STATE_OPEN);
  EXPECT_EQ(raised[0].firings(0).result().rule(), "non-response-6w");
  EXPECT_THAT(raised[0].firings(0).result().might_mean(),
              ::testing::Contains("another cause than was thought"));
}

TEST_F(Process, SixWeeksOfTheProgramThatHelpedDoNot) {
  InProgramSince(start_);
  Enroll("2026-03-20");
  for (int day = 0; day < 42; ++day) Tell(day, day < 20 ? 7 : 2);
  TickAt(start_ + days{42});
  EXPECT_THAT(Of(kNonResponse), IsEmpty());
}

TEST_F(Process, APageThatFailsIsTriedAgainAloneAndHoldsUpNone) {
  InProgramSince(start_);  // the last by name, and late
  const Instant today = Utc(2026, 4, 5, 9);
  v1::Case of;
  of.set_state(v1::Case::STATE_IN_PROGRAM);
  *of.mutable_state_time() = TimestampOf(today);
  tester_.now = today;
  for (int i = 0; i < kMostCourses; ++i) {
    of.set_name("patients/p1/cases/many" + std::to_string(i));
    tester_.Put(of);
  }
  const std::string clinic(rpc::VerbTester::kClinic);
  ASSERT_TRUE(KeepShipped(tester_.store(), engines_, clinic, today).ok());
  ASSERT_TRUE(AskNewRules(tester_.store(), engines_, clinic, today).ok());
  ASSERT_TRUE(Recheck(tester_.store(), engines_, clinic, today).ok());
  rpc::HookedStore store(tester_.store());
  Jobs jobs(store, engines_, parts_);
  bool full = true;
  store.before_write = [&] {
    return full ? absl::ResourceExhaustedError("full") : absl::OkStatus();
  };
  EXPECT_TRUE(jobs.Tick(today).ok());  // all but the last
  for (int minute = 1; minute < 4; ++minute) {
    EXPECT_FALSE(jobs.Tick(today + minutes{minute}).ok()) << minute;
  }
  full = false;
  EXPECT_TRUE(jobs.Tick(today + minutes{4}).ok());
  EXPECT_THAT(Of(kOverdue), SizeIs(1));
}

TEST_F(Process, OfTwoThatRaiseTheSameAtOnceTheSecondLeavesNoTrace) {
  Raise("hot", rules::v1::EMERGENCY, start_);
  rpc::HookedStore store(tester_.store());
  Jobs slower(store, engines_, parts_);
  std::int64_t after_the_first = 0;
  store.before_write = [&] {
    TickAt(start_ + hours{1});
    after_the_first = tester_.LastChange();
    return absl::OkStatus();
  };
  EXPECT_TRUE(slower.Tick(start_ + hours{1}).ok());
  EXPECT_THAT(Of(kSafetyNet), SizeIs(1));
  EXPECT_NE(after_the_first, 0);
  EXPECT_EQ(tester_.LastChange(), after_the_first);
}

TEST_F(Process, TheTimelineThatWasLookedAtIsKeptForTheNextLook) {
  Raise("hot", rules::v1::EMERGENCY, start_);
  TickAt(start_ + minutes{61});
  TickAt(start_ + minutes{62});
  const auto read = tester_.store().Read(
      std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
        MIDSTANCE_ASSIGN_OR_RETURN(const auto version, reader.PatientVersion("p1"));
        EXPECT_NE(engine_.timelines()->Find(rpc::VerbTester::kClinic, "p1", version), nullptr);
        return absl::OkStatus();
      });
  EXPECT_TRUE(read.ok()) << read;
}

TEST_F(Process, TheCoursesOfMoreCasesThanFitIntoATickComeWithTheNext) {
  v1::Case of;
  of.set_state(v1::Case::STATE_IN_PROGRAM);
  *of.mutable_state_time() = TimestampOf(start_);
  tester_.now = start_;
  for (int i = 0; i <= kMostCourses; ++i) {
    of.set_name("patients/p1/cases/many" + std::to_string(i));
    tester_.Put(of);
  }
  const std::string clinic(rpc::VerbTester::kClinic);
  const auto first = WatchCourses(tester_.store(), parts_, clinic, start_ + days{3}, "");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_NE(first->next, "");
  const auto second = WatchCourses(tester_.store(), parts_, clinic, start_ + days{3}, first->next);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->next, "");
}

}  // namespace
}  // namespace midstance::jobs
