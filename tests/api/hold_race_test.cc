#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "midstance/v1/program_service.pb.h"
#include "midstance/v1/progress_service.pb.h"
#include "midstance/v1/running_service.pb.h"
#include "services/rpc/calendar.h"
#include "tests/api/builders.h"

// A flag is raised while the patient's plan is being read by everybody at once. Whoever sees the
// check-in that raised it, a later version of the program, or calls after the check-in was answered
// sees what is held as held: hold, flag and check-in are one commit.
namespace midstance::testing {
namespace {

using std::chrono::days;

constexpr char kWalkRun[] = "exercises/rr-walkrun";
constexpr char kTilt[] = "exercises/al-pelvic-tilt";

// ThreadSanitizer is slow and needs no crowd to see a race.
#ifdef __SANITIZE_THREAD__
constexpr bool kWatched = true;
#elif defined(__has_feature)
constexpr bool kWatched = __has_feature(thread_sanitizer);
#else
constexpr bool kWatched = false;
#endif
constexpr int kThreads = kWatched ? 4 : 20;
constexpr int kFetchesEach = kWatched ? 20 : 50;
constexpr int kFetchesBefore = kFetchesEach / 4;

class HoldRace : public ::testing::Test {
 protected:
  HoldRace() {
    v1::AssignProgramRequest assign;
    assign.set_parent(case_);
    assign.set_start_date(rpc::DayText(DayOf(start_)));
    for (const char* exercise : {kWalkRun, kTilt}) {
      auto& prescribed = *assign.add_exercises();
      prescribed.set_exercise(exercise);
      prescribed.set_side(v1::SIDE_LEFT);
      prescribed.mutable_dose()->set_reps(1);
      prescribed.mutable_dose()->set_per_day(1);
    }
    enrollment_ =
        clinic_.Must<v1::AssignProgramResponse>(lena_, "ProgramService/AssignProgram", assign)
            .enrollment();
    v1::StartRunningPlanRequest run;
    run.set_parent(case_);
    run.mutable_running_plan()->set_start_date(assign.start_date());
    run.set_entry_reason("she runs already");
    clinic_.Must<v1::RunningPlan>(lena_, "RunningService/StartRunningPlan", run);
  }

  // Four days on which both exercises were done.
  void DoFourDays() {
    for (int day = 0; day < 4; ++day) {
      clinic_.clock().MoveTo(start_ + days{day});
      v1::RecordCheckInRequest request;
      request.set_parent(case_);
      for (const char* exercise : {kWalkRun, kTilt}) {
        auto& report = *request.mutable_check_in()->add_exercises();
        report.set_exercise(exercise);
        report.set_side(v1::SIDE_LEFT);
        report.set_done(v1::DONE_FULL);
      }
      clinic_.Must<v1::RecordCheckInResponse>(lena_, "CheckInService/RecordCheckIn", request);
    }
    clinic_.clock().MoveTo(start_ + days{4});
  }

  v1::CheckInForm Form() {
    v1::GetCheckInFormRequest request;
    request.set_name(case_);
    return clinic_.Must<v1::CheckInForm>(lena_, "CheckInService/GetCheckInForm", request);
  }
  v1::Enrollment Program() {
    v1::GetEnrollmentRequest request;
    request.set_name(enrollment_.name());
    return clinic_.Must<v1::Enrollment>(lena_, "ProgramService/GetEnrollment", request);
  }

  // A bone under suspicion: an urgent flag, after which there is no impact and no running.
  v1::RecordCheckInResponse Flag() {
    const auto report = Report()
                            .At(v1::AREA_HIP, v1::SIDE_LEFT)
                            .Number("run_nprs", 6)
                            .Present("stress_reaction")
                            .At(v1::AREA_KNEE, v1::SIDE_LEFT)
                            .Number("swelling", 2)
                            .Present("warmth")
                            .Present("redness");
    return clinic_.CheckIn(lena_, case_, report);
  }

  static const v1::PlannedExercise* Planned(const v1::CheckInForm& form) {
    for (const auto& planned : form.today().exercises()) {
      if (planned.exercise() == kWalkRun) return &planned;
    }
    return nullptr;
  }
  static bool IsHeld(const v1::Enrollment& enrollment) {
    for (const auto& prescribed : enrollment.prescriptions(0).exercises()) {
      if (prescribed.exercise() == kWalkRun) return prescribed.has_hold();
    }
    return false;
  }

  Clinic clinic_{ServerOptions{.read_threads = 4, .read_queue = 4096}};
  const std::string lena_ = clinic_.Clinician("lena");
  const std::string case_ = clinic_.ARunner(lena_);
  const Instant start_ = clinic_.clock().Now();
  v1::Enrollment enrollment_;
};

TEST_F(HoldRace, NoReplyOfALaterVersionOffersWhatIsHeld) {
  DoFourDays();
  const auto before = Program();
  ASSERT_FALSE(IsHeld(before));
  ASSERT_TRUE(Form().today().has_run());
  std::atomic<bool> answered = false;
  std::atomic<int> early = 0;
  std::atomic<int> late = 0;
  std::latch under_way(kThreads);
  const auto fetch = [&] {
    for (int i = 0; i < kFetchesEach; ++i) {
      if (i == kFetchesBefore) under_way.count_down();
      const bool after = answered.load();
      const auto form = Form();
      const auto* planned = Planned(form);
      ASSERT_NE(planned, nullptr);
      const bool flagged = form.has_todays_check_in();
      EXPECT_EQ(planned->held(), flagged);
      EXPECT_EQ(planned->due(), !flagged);
      EXPECT_EQ(form.today().has_run(), !flagged);
      const auto program = Program();
      EXPECT_EQ(IsHeld(program), program.etag() != before.etag());
      // What is read later is never of an earlier version.
      EXPECT_TRUE(IsHeld(program) || !flagged);
      EXPECT_TRUE(IsHeld(program) || !after);
      EXPECT_TRUE(flagged || !after);
      (flagged ? late : early).fetch_add(1);
    }
  };
  std::vector<std::thread> readers;
  readers.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) readers.emplace_back(fetch);
  under_way.wait();
  const auto answer = Flag();
  answered = true;
  for (auto& reader : readers) reader.join();
  EXPECT_GE(answer.escalations_size(), 1);
  EXPECT_EQ(early + late, kThreads * kFetchesEach);
  EXPECT_GE(early, kThreads * kFetchesBefore);
  EXPECT_TRUE(Planned(Form())->held());
}

TEST_F(HoldRace, WhatIsHeldDoesNotLowerAdherence) {
  DoFourDays();
  Flag();
  // Three days on which only what is not held was done.
  for (int day = 4; day < 7; ++day) {
    clinic_.clock().MoveTo(start_ + days{day} + std::chrono::hours{1});
    v1::RecordCheckInRequest request;
    request.set_parent(case_);
    auto& report = *request.mutable_check_in()->add_exercises();
    report.set_exercise(kTilt);
    report.set_side(v1::SIDE_LEFT);
    report.set_done(v1::DONE_FULL);
    clinic_.Must<v1::RecordCheckInResponse>(lena_, "CheckInService/RecordCheckIn", request);
  }
  v1::GetAdherenceRequest request;
  request.set_name(case_);
  const auto adherence =
      clinic_.Must<v1::Adherence>(lena_, "ProgressService/GetAdherence", request);
  EXPECT_DOUBLE_EQ(adherence.overall().percent(), 100);
  EXPECT_DOUBLE_EQ(adherence.overall().prescribed(), 4 + 7);
}

}  // namespace
}  // namespace midstance::testing
