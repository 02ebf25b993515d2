#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/programs/fixture.h"

namespace midstance::programs {
namespace {

using std::chrono::days;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Enrollments : public Programs {
 protected:
  absl::StatusOr<v1::PrescribeExercisesResponse> Prescribe(
      const v1::Enrollment& enrollment, const std::vector<v1::PrescribedExercise>& exercises,
      const std::string& start) {
    return On<v1::PrescribeExercisesRequest>(PrescribeExercises{engines_}, enrollment,
                                             [&](v1::PrescribeExercisesRequest& request) {
                                               for (const auto& each : exercises)
                                                 *request.add_exercises() = each;
                                               request.set_start_date(start);
                                             });
  }
  template <class Request, class V>
  absl::StatusOr<v1::PrescribeExercisesResponse> StepOf(const V& verb,
                                                        const v1::Enrollment& enrollment,
                                                        const std::string& id) {
    return On<Request>(verb, enrollment, [&](Request& request) {
      request.set_exercise("exercises/" + id);
      request.set_side(v1::SIDE_LEFT);
      request.set_start_date("2025-03-08");
    });
  }
  auto Progress(const v1::Enrollment& enrollment, const std::string& id) {
    return StepOf<v1::ProgressExerciseRequest>(ProgressExercise{engines_}, enrollment, id);
  }
  auto Regress(const v1::Enrollment& enrollment, const std::string& id) {
    return StepOf<v1::RegressExerciseRequest>(RegressExercise{engines_}, enrollment, id);
  }
  auto Hold(const v1::Enrollment& enrollment) {
    return On<v1::HoldEnrollmentRequest>(HoldEnrollment{engine_.calendar()}, enrollment);
  }
  auto Resume(const v1::Enrollment& enrollment) {
    return On<v1::ResumeEnrollmentRequest>(ResumeEnrollment{engine_.calendar()}, enrollment);
  }
  auto Complete(const v1::Enrollment& enrollment) {
    return On<v1::CompleteEnrollmentRequest>(CompleteEnrollment{engine_.calendar()}, enrollment);
  }
  auto Stop(const v1::Enrollment& enrollment) {
    return On<v1::StopEnrollmentRequest>(StopEnrollment{engine_.calendar()}, enrollment);
  }
  auto Excuse(const v1::Enrollment& enrollment, const std::string& first, const std::string& last) {
    return On<v1::ExcuseDaysRequest>(ExcuseDays, enrollment, [&](v1::ExcuseDaysRequest& request) {
      request.set_first_date(first);
      request.set_last_date(last);
    });
  }
  static void ExpectState(const absl::Status& status, const char* state) {
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_STATE_FORBIDS) << status;
    ASSERT_TRUE(ErrorInfoOf(status).has_value());
    EXPECT_EQ(ErrorInfoOf(status)->metadata().at("state"), state);
  }
};

TEST_F(Enrollments, ANewPrescriptionLeavesTheOldOneAsItWas) {
  const auto assigned = Assign({One("st-clam")});
  const auto before = assigned.prescriptions(0).SerializeAsString();
  const auto changed = Prescribe(assigned, {One("st-squat"), One("st-clam")}, "2025-03-15");
  ASSERT_TRUE(changed.ok()) << changed.status();
  const auto& enrollment = changed->enrollment();
  ASSERT_THAT(enrollment.prescriptions(), SizeIs(2));
  EXPECT_EQ(enrollment.prescriptions(0).SerializeAsString(), before);
  EXPECT_EQ(enrollment.prescriptions(1).start_date(), "2025-03-15");
  EXPECT_EQ(enrollment.prescriptions(1).reason(), "because");
  EXPECT_EQ(enrollment.prescriptions(1).author(), "users/anna");
  EXPECT_EQ(enrollment.prescriptions(1).dose_anew_date(), "2025-03-29");
}

TEST_F(Enrollments, KeepTheLibrarysDoseOfTheDayOfPrescribing) {
  const auto assigned = Assign({One("st-clam"), One("tr-iliacus")});
  const auto kept = Stored(assigned).prescriptions(0);
  for (const auto& prescribed : kept.exercises()) {
    const auto* exercise = engine_.exercises().Find(prescribed.exercise());
    EXPECT_EQ(prescribed.dose().SerializeAsString(), exercise->dose().SerializeAsString());
  }
  EXPECT_EQ(kept.exercises(0).dose().per_week(), 3);
  EXPECT_EQ(kept.exercises(1).dose().seconds(), 60);
  // A form with a dose of its own has that one, and gives it back.
  const auto easier = Regress(assigned, "tr-iliacus");
  ASSERT_TRUE(easier.ok()) << easier.status();
  EXPECT_EQ(easier->enrollment().prescriptions(1).exercises(1).dose().seconds(), 30);
  EXPECT_EQ(easier->enrollment().prescriptions(1).exercises(1).dose().per_day(), 1);
  const auto back = Progress(easier->enrollment(), "tr-iliacus");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->enrollment().prescriptions(2).exercises(1).dose().seconds(), 60);
  auto form = One("tr-iliacus");
  form.set_step(-1);
  EXPECT_EQ(Assign({form}).prescriptions(0).exercises(0).dose().seconds(), 30);
}

TEST_F(Enrollments, ADoseThatWasPrescribedStaysAsItIs) {
  auto own = One("st-clam");
  own.mutable_dose()->set_reps(8);
  own.mutable_dose()->set_per_day(2);
  const auto kept = Assign({own}).prescriptions(0).exercises(0);
  EXPECT_EQ(kept.dose().SerializeAsString(), own.dose().SerializeAsString());
}

TEST_F(Enrollments, APrescriptionDoesNotBeginBeforeTheLastOne) {
  const auto assigned = Assign({One("st-clam")});
  EXPECT_EQ(ReasonOf(Prescribe(assigned, {One("st-squat")}, "2025-02-28").status()),
            v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(Prescribe(assigned, {One("st-squat")}, "2025-03-32").status()),
            v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(Enrollments, AnExerciseIsMadeHarderAndEasierByOneStepAsANewPrescription) {
  const auto assigned = Assign({One("st-bridge"), One("st-clam")});
  const auto harder = Progress(assigned, "st-bridge");
  ASSERT_TRUE(harder.ok()) << harder.status();
  ASSERT_THAT(harder->enrollment().prescriptions(), SizeIs(2));
  EXPECT_EQ(harder->enrollment().prescriptions(1).exercises(0).form(), "march");
  EXPECT_EQ(harder->enrollment().prescriptions(1).exercises(1).exercise(), "exercises/st-clam");
  const auto easier = Regress(harder->enrollment(), "st-bridge");
  ASSERT_TRUE(easier.ok()) << easier.status();
  EXPECT_EQ(easier->enrollment().prescriptions(2).exercises(0).step(), 0);
  EXPECT_EQ(easier->enrollment().prescriptions(2).exercises(0).form(), "");
}

TEST_F(Enrollments, WhatHasNoFurtherStepOrIsNotPrescribedStays) {
  const auto assigned = Assign({One("st-clam")});
  const auto harder = Progress(assigned, "st-clam");
  ASSERT_TRUE(harder.ok()) << harder.status();
  ExpectState(Progress(harder->enrollment(), "st-clam").status(), "STATE_ACTIVE");
  EXPECT_EQ(ReasonOf(Progress(harder->enrollment(), "st-squat").status()),
            v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(Enrollments, MovesOnlyFromTheStatesThatAllowItAndTheStateIsNamed) {
  auto enrollment = Assign({One("st-clam")});
  ExpectState(Resume(enrollment).status(), "STATE_ACTIVE");
  enrollment = *Hold(enrollment);
  EXPECT_EQ(enrollment.state_reason(), "because");
  ExpectState(Hold(enrollment).status(), "STATE_ON_HOLD");
  ExpectState(Progress(enrollment, "st-clam").status(), "STATE_ON_HOLD");
  enrollment = *Resume(enrollment);
  enrollment = *Complete(enrollment);
  EXPECT_EQ(enrollment.end_date(), "2025-03-01");
  for (const auto& status :
       {Hold(enrollment).status(), Resume(enrollment).status(), Complete(enrollment).status(),
        Stop(enrollment).status(), Progress(enrollment, "st-clam").status(),
        Prescribe(enrollment, {One("st-squat")}, "2025-03-15").status(),
        Excuse(enrollment, "2025-03-01", "2025-03-02").status(),
        On<v1::ReleaseExerciseRequest>(ReleaseExercise{engines_}, enrollment).status()}) {
    ExpectState(status, "STATE_COMPLETED");
  }
  auto other = Assign({One("st-clam")});
  other = *Stop(*Hold(other));
  ExpectState(Complete(other).status(), "STATE_STOPPED");
}

TEST_F(Enrollments, APauseIsExcusedWhenItEnds) {
  auto enrollment = Assign({One("st-clam")});
  enrollment = *Excuse(enrollment, "2025-03-06", "2025-03-07");
  tester_.now += days{3};
  enrollment = *Hold(enrollment);
  tester_.now += days{6};
  enrollment = *Resume(enrollment);
  // From 4 to 9 March, but for the two days that were excused before.
  ASSERT_THAT(enrollment.excused(), SizeIs(3));
  EXPECT_EQ(enrollment.excused(1).first_date(), "2025-03-04");
  EXPECT_EQ(enrollment.excused(1).last_date(), "2025-03-05");
  EXPECT_EQ(enrollment.excused(2).first_date(), "2025-03-08");
  EXPECT_EQ(enrollment.excused(2).last_date(), "2025-03-09");
}

TEST_F(Enrollments, NoDayIsExcusedTwice) {
  const auto enrollment = *Excuse(Assign({One("st-clam")}), "2025-03-06", "2025-03-07");
  EXPECT_EQ(ReasonOf(Excuse(enrollment, "2025-03-07", "2025-03-09").status()),
            v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(Excuse(enrollment, "2025-03-09", "2025-03-08").status()),
            v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(Excuse(enrollment, "2025-03-09", "2026-04-09").status()),
            v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_TRUE(Excuse(enrollment, "2025-03-08", "2025-03-08").ok());
}

TEST_F(Enrollments, AnEndedCaseTakesNone) {
  const auto enrollment = Assign({One("st-clam")});
  of_.set_state(v1::Case::STATE_DISCHARGED);
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(of_, tester_.now); }).ok());
  ExpectState(TryAssign({One("st-clam")}).status(), "STATE_DISCHARGED");
  ExpectState(Prescribe(enrollment, {One("st-squat")}, "2025-03-15").status(), "STATE_DISCHARGED");
  EXPECT_TRUE(Complete(enrollment).ok());
}

TEST_F(Enrollments, ADayBeforeTheFirstIsNoLastDay) {
  auto request = ToAssign({One("st-clam")});
  request.set_end_date("2025-02-28");
  EXPECT_EQ(ReasonOf(tester_.Run(AssignProgram{engines_}, anna_, request).status()),
            v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(TryAssign({}).status()), v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(Enrollments, TheCheckTellsWhatToThinkOfAndWhatWasNotAsked) {
  v1::CheckPrescriptionRequest request;
  request.set_parent(kHipCase);
  *request.add_exercises() = One("mo-calf");
  const auto answer = tester_.Run(CheckPrescription{engines_}, anna_, request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(answer->check().findings(), IsEmpty());
  EXPECT_THAT(answer->check().not_asked(), SizeIs(2));
  std::vector<std::string> rules;
  for (const auto& advice : answer->check().advice()) rules.push_back(advice.rule());
  EXPECT_THAT(rules, Contains("mobility-needs-deficit"));
  EXPECT_THAT(rules, Not(Contains("at-most-four")));
}

TEST_F(Enrollments, TheListBeginsWithTheLatest) {
  const auto first = Assign({One("st-clam")});
  auto request = ToAssign({One("st-squat")});
  request.set_start_date("2025-04-01");
  ASSERT_TRUE(tester_.Run(AssignProgram{engines_}, anna_, request).ok());
  v1::ListEnrollmentsRequest list;
  list.set_parent("patients/-/cases/-");
  const auto found = tester_.Run(ListEnrollments{tester_.sealer()}, anna_, list);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_THAT(found->enrollments(), SizeIs(2));
  EXPECT_EQ(found->enrollments(1).name(), first.name());
  v1::GetEnrollmentRequest one;
  one.set_name(first.name());
  EXPECT_EQ(tester_.Run(GetEnrollment, anna_, one)->start_date(), "2025-03-01");
}

// 18:00 in Los Angeles is 2:00 of the next day in UTC, from 9 March 2025 on 1:00.
TEST_F(Enrollments, APauseInTheEveningIsExcusedFromItsDayInTheClinic) {
  const auto clinic = *schedule::ClinicCalendar::Make("America/Los_Angeles");
  const auto evening = [](int day, int hour) {
    return Instant{Day{std::chrono::year{2025} / 3 / (day + 1)}} + std::chrono::hours{hour};
  };
  tester_.now = evening(4, 2);
  const auto held = On<v1::HoldEnrollmentRequest>(HoldEnrollment{clinic}, Assign({One("st-clam")}));
  ASSERT_TRUE(held.ok()) << held.status();
  tester_.now = evening(6, 2);
  const auto resumed = On<v1::ResumeEnrollmentRequest>(ResumeEnrollment{clinic}, *held);
  ASSERT_TRUE(resumed.ok()) << resumed.status();
  ASSERT_THAT(resumed->excused(), SizeIs(1));
  EXPECT_EQ(resumed->excused(0).first_date(), "2025-03-04");
  EXPECT_EQ(resumed->excused(0).last_date(), "2025-03-05");
  tester_.now = evening(10, 1);
  const auto completed = On<v1::CompleteEnrollmentRequest>(CompleteEnrollment{clinic}, *resumed);
  ASSERT_TRUE(completed.ok()) << completed.status();
  EXPECT_EQ(completed->end_date(), "2025-03-10");
}

}  // namespace
}  // namespace midstance::programs
