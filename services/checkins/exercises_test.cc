#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/checkins/fixture.h"

namespace midstance::checkins {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

v1::ExerciseReport& AddExercise(v1::RecordCheckInRequest& request, const std::string& id,
                                v1::Done done, v1::Side side = v1::SIDE_UNSPECIFIED) {
  auto& report = *request.mutable_check_in()->add_exercises();
  report.set_exercise("exercises/" + id);
  report.set_done(done);
  report.set_side(side);
  return report;
}

v1::RecordCheckInRequest Only() {
  v1::RecordCheckInRequest request;
  request.set_parent(kCase);
  return request;
}

class Exercises : public CheckIns {
 protected:
  std::vector<std::string> PathsOf(const v1::RecordCheckInRequest& request) {
    const auto refused = tester_.Run(RecordCheckIn{engines_}, anna_, request);
    std::vector<std::string> paths;
    const auto fields = BadRequestOf(refused.status());
    if (!fields.has_value()) return paths;
    for (const auto& violation : fields->field_violations()) {
      paths.push_back(violation.field());
      text_ = violation.description();
    }
    return paths;
  }
  // Starts on the day of the test's clock: bridge on both sides apart, and a held squat.
  v1::Enrollment Prescribe() {
    v1::Enrollment enrollment;
    enrollment.set_name(std::string(kCase) + "/enrollments/e");
    enrollment.set_state(v1::Enrollment::STATE_ACTIVE);
    enrollment.set_start_date("2025-03-01");
    auto& prescription = *enrollment.add_prescriptions();
    prescription.set_start_date("2025-03-01");
    for (const auto side : {v1::SIDE_LEFT, v1::SIDE_RIGHT}) {
      auto& bridge = *prescription.add_exercises();
      bridge.set_exercise("exercises/bridge");
      bridge.set_side(side);
      bridge.mutable_dose()->set_per_day(1);
    }
    auto& squat = *prescription.add_exercises();
    squat.set_exercise("exercises/squat");
    squat.mutable_hold()->set_caution("K3");
    return tester_.Put(enrollment);
  }

  std::string text_;  // of the last violation
};

TEST_F(Exercises, AnExerciseOrARunAloneIsEnough) {
  auto exercise = Only();
  AddExercise(exercise, "bridge", v1::DONE_FULL).set_sets_done(3);
  EXPECT_EQ(Record(exercise).check_in().exercises(0).sets_done(), 3);
  auto run = Only();
  run.mutable_check_in()->mutable_run()->set_done(v1::DONE_FULL);
  run.mutable_check_in()->mutable_run()->set_stage(2);
  EXPECT_EQ(Record(run).check_in().run().stage(), 2);
}

TEST_F(Exercises, EachExerciseAndSideIsToldOnce) {
  auto request = Only();
  AddExercise(request, "bridge", v1::DONE_FULL, v1::SIDE_LEFT);
  AddExercise(request, "bridge", v1::DONE_FULL, v1::SIDE_RIGHT);
  EXPECT_THAT(PathsOf(request), IsEmpty());
  AddExercise(request, "bridge", v1::DONE_PART, v1::SIDE_LEFT);
  EXPECT_THAT(PathsOf(request), ElementsAre("check_in.exercises[2]"));
}

TEST_F(Exercises, WhatCannotBeTrueIsRefusedWithItsPath) {
  auto request = Only();
  AddExercise(request, "bridge", v1::DONE_SKIPPED).set_sets_done(2);
  auto& run = *request.mutable_check_in()->mutable_run();
  run.set_done(v1::DONE_FULL);
  run.set_distance_km(30);
  run.set_minutes(60);
  EXPECT_THAT(PathsOf(request),
              ElementsAre("check_in.exercises[0].sets_done", "check_in.run.distance_km"));
  EXPECT_THAT(text_, HasSubstr("25 km/h"));
  request.mutable_check_in()->clear_exercises();
  run.set_minutes(72);
  EXPECT_THAT(PathsOf(request), IsEmpty());
  run.set_done(v1::DONE_SKIPPED);
  EXPECT_THAT(PathsOf(request), ElementsAre("check_in.run.distance_km", "check_in.run.minutes"));
}

TEST_F(Exercises, OnlyWhatIsPrescribedThatDayIsTakenWhereThereIsAProgram) {
  Prescribe();
  auto request = Only();
  AddExercise(request, "bridge", v1::DONE_FULL, v1::SIDE_LEFT);
  AddExercise(request, "plank", v1::DONE_FULL);
  AddExercise(request, "bridge", v1::DONE_FULL);
  EXPECT_THAT(PathsOf(request),
              ElementsAre("check_in.exercises[1].exercise", "check_in.exercises[2].side"));
}

TEST_F(Exercises, AHeldOneThatWasDoneAllTheSameIsTaken) {
  Prescribe();
  auto request = Only();
  AddExercise(request, "squat", v1::DONE_PART);
  EXPECT_EQ(Record(request).check_in().exercises_size(), 1);
}

TEST_F(Exercises, ADayBeforeTheProgramKnowsNoneOfIt) {
  Prescribe();
  auto request = Only();
  AddExercise(request, "squat", v1::DONE_FULL);
  EXPECT_THAT(PathsOf(Observed(request, tester_.now - kDay)),
              ElementsAre("check_in.exercises[0].exercise"));
}

TEST_F(Exercises, WithoutAProgramAnyExerciseIsTaken) {
  auto enrollment = Prescribe();
  enrollment.set_state(v1::Enrollment::STATE_STOPPED);
  *enrollment.mutable_state_time() = TimestampOf(tester_.now);
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& w) { return w.Update(enrollment, tester_.now); }).ok());
  auto request = Only();
  AddExercise(request, "plank", v1::DONE_FULL);
  EXPECT_EQ(Record(request).check_in().exercises_size(), 1);
}

TEST_F(Exercises, AClockThatIsFarAheadIsToldBySoMuch) {
  EXPECT_THAT(PathsOf(Observed(Hot(), tester_.now + 5min)), IsEmpty());
  EXPECT_THAT(PathsOf(Observed(Hot(), tester_.now + 46min + 10s)),
              ElementsAre("check_in.occurred_time"));
  EXPECT_THAT(text_, HasSubstr("47 minutes ahead of the server's clock"));
}

}  // namespace
}  // namespace midstance::checkins
