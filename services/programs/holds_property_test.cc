#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "services/cases/engine/facts.h"
#include "services/programs/reporting.h"

namespace midstance::programs {
namespace {

// Random findings, prescriptions, releases and pauses in random order.
class AnyCourse : public Reporting, public ::testing::WithParamInterface<unsigned> {
 protected:
  int Below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

  v1::PrescribedExercise AnyExercise() {
    const auto& all = engine_.exercises().library().exercises();
    v1::PrescribedExercise prescribed;
    prescribed.set_exercise(all.Get(Below(all.size())).name());
    prescribed.set_side(static_cast<v1::Side>(1 + Below(2)));
    return prescribed;
  }
  std::vector<v1::PrescribedExercise> AnyExercises() {
    std::vector<v1::PrescribedExercise> exercises;
    const int count = 1 + Below(5);
    for (int i = 0; i < count; ++i) {
      auto one = AnyExercise();
      const bool known = std::any_of(exercises.begin(), exercises.end(), [&](const auto& each) {
        return each.exercise() == one.exercise() && each.side() == one.side();
      });
      if (!known) exercises.push_back(std::move(one));
    }
    return exercises;
  }
  void AnyReport() {
    const auto& codes = engine_.exercises().codes();
    const auto* code =
        engine_.rules().Find(*std::next(codes.begin(), Below(static_cast<int>(codes.size()))));
    v1::Observation observation;
    observation.set_code(code->code);
    if (code->kind == rules::v1::Code::NUMBER) {
      observation.set_number(Below(3));
    } else if (code->kind == rules::v1::Code::CHOICE) {
      observation.set_choice(code->choices.at(
          static_cast<std::size_t>(Below(static_cast<int>(code->choices.size())))));
    } else {
      observation.set_answer(static_cast<v1::Answer>(1 + Below(3)));
    }
    v1::CheckIn check_in;
    if (code->OfPatient()) {
      *check_in.add_general() = observation;
    } else {
      auto& report = *check_in.add_reports();
      report.mutable_site()->set_area(static_cast<v1::Area>(1 + Below(v1::Area_MAX)));
      report.mutable_site()->set_side(static_cast<v1::Side>(1 + Below(v1::Side_MAX)));
      *report.add_observations() = observation;
    }
    Report(check_in);
  }
  void AnyChange(const v1::Enrollment& enrollment) {
    const auto& last = enrollment.prescriptions(enrollment.prescriptions_size() - 1);
    const auto& one = last.exercises(Below(last.exercises_size()));
    switch (Below(4)) {
      case 0:
        Maybe(On<v1::PrescribeExercisesRequest>(PrescribeExercises{engines_}, enrollment,
                                                [&](v1::PrescribeExercisesRequest& request) {
                                                  for (const auto& each : AnyExercises())
                                                    *request.add_exercises() = each;
                                                  request.set_start_date(last.start_date());
                                                })
                  .status());
        break;
      case 1:
        Maybe(On<v1::ProgressExerciseRequest>(ProgressExercise{engines_}, enrollment,
                                              [&](v1::ProgressExerciseRequest& request) {
                                                request.set_exercise(one.exercise());
                                                request.set_side(one.side());
                                                request.set_start_date(last.start_date());
                                              })
                  .status());
        break;
      case 2:
        Maybe(On<v1::ReleaseExerciseRequest>(ReleaseExercise{engines_}, enrollment,
                                             [&](v1::ReleaseExerciseRequest& request) {
                                               request.set_exercise(one.exercise());
                                               request.set_side(one.side());
                                             })
                  .status());
        break;
      default:
        Maybe(
            enrollment.state() == v1::Enrollment::STATE_ACTIVE
                ? On<v1::HoldEnrollmentRequest>(HoldEnrollment{engine_.calendar()}, enrollment)
                      .status()
                : On<v1::ResumeEnrollmentRequest>(ResumeEnrollment{engine_.calendar()}, enrollment)
                      .status());
    }
  }
  // What a course may be refused for; anything else is an error of ours.
  void Maybe(const absl::Status& status) {
    if (status.ok()) return;
    EXPECT_TRUE(ReasonOf(status) == v1::ERROR_REASON_CAUTION_FORBIDS ||
                ReasonOf(status) == v1::ERROR_REASON_STATE_FORBIDS)
        << status;
  }
  // Nothing that a caution blocks is to be done unless it was set aside or is held back.
  void ExpectSafe() {
    const auto read =
        tester_.store().Read("riverside", [&](const storage::Reader& reader) -> absl::Status {
          MIDSTANCE_ASSIGN_OR_RETURN(const auto facts,
                                     cases::FactsFor(reader, engine_, "p", tester_.now));
          storage::Query query;
          query.name_prefix = "patients/p/cases/";
          return reader.ForEach<v1::Enrollment>(query, [&](v1::Enrollment& enrollment) {
            const auto& last = enrollment.prescriptions(enrollment.prescriptions_size() - 1);
            for (const auto& finding : exercises::Blocking(engine_.exercises(), last, facts)) {
              for (const auto& each : last.exercises()) {
                if (each.exercise() == finding.exercise() && each.side() == finding.side()) {
                  EXPECT_TRUE(each.has_hold()) << finding.ShortDebugString();
                }
              }
            }
          });
        });
    EXPECT_TRUE(read.ok()) << read;
  }

  std::mt19937 random_{GetParam()};
};

TEST_P(AnyCourse, NeverLeavesABlockedExerciseToBeDone) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  std::vector<v1::Enrollment> enrollments;
  for (int step = 0; step < 40 && !HasFailure(); ++step) {
    tester_.now += std::chrono::hours{1 + Below(48)};
    const int what = Below(10);
    if (what < 2) {
      const auto assigned = TryAssign(AnyExercises());
      Maybe(assigned.status());
      if (assigned.ok()) enrollments.push_back(assigned->enrollment());
    } else if (what < 7 || enrollments.empty()) {
      AnyReport();
    } else {
      AnyChange(Stored(
          enrollments.at(static_cast<std::size_t>(Below(static_cast<int>(enrollments.size()))))));
    }
    ExpectSafe();
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyCourse, ::testing::Range(1U, 41U),
                         [](const auto& course) { return "seed_" + std::to_string(course.param); });

}  // namespace
}  // namespace midstance::programs
