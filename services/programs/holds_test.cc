#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "services/checkins/verbs.h"
#include "services/programs/fixture.h"
#include "services/programs/reporting.h"
#include "support/visibility.h"

namespace midstance::programs {
namespace {

using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Holds : public Reporting {
 protected:
  absl::StatusOr<v1::Enrollment> Release(const v1::Enrollment& enrollment, const std::string& id) {
    return On<v1::ReleaseExerciseRequest>(ReleaseExercise{engines_}, enrollment,
                                          [&](v1::ReleaseExerciseRequest& request) {
                                            request.set_exercise("exercises/" + id);
                                            request.set_side(v1::SIDE_LEFT);
                                          });
  }
  static const v1::PrescribedExercise& First(const v1::Enrollment& enrollment) {
    return enrollment.prescriptions(enrollment.prescriptions_size() - 1).exercises(0);
  }
};

TEST_F(Holds, AFindingForbidsAssigningAndNamesCautionExerciseAndFinding) {
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  const auto refused = TryAssign({One("st-clam"), One("tr-calf")}).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_CAUTION_FORBIDS);
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  const auto info = ErrorInfoOf(refused);
  ASSERT_TRUE(info.has_value());
  const auto& told = info->metadata();
  EXPECT_EQ(told.at("caution"), "K1");
  EXPECT_EQ(told.at("exercise"), "exercises/tr-calf");
  EXPECT_EQ(told.at("finding"), "skin_broken");
  EXPECT_EQ(told.at("side"), "SIDE_LEFT");
}

TEST_F(Holds, AnOpenFlagOfAMergedRecordForbidsAssigningInTheOther) {
  v1::Patient source;
  source.set_name("patients/q");
  source.set_merged_into("patients/p");
  tester_.Put(source);
  v1::Case of;
  of.set_name("patients/q/cases/c");
  of.set_state(v1::Case::STATE_OPEN);
  tester_.Put(of);
  auto target = *tester_.Find<v1::Patient>("patients/p");
  target.add_merges()->set_source(source.name());
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(target, tester_.now); }).ok());
  const auto assigned = Assign({One("rr-walkrun")});
  // What is told there holds back what runs here, and forbids it from then on.
  v1::RecordCheckInRequest request;
  request.set_parent(of.name());
  *request.mutable_check_in() = Present("impact_groin", v1::AREA_HIP);
  Also(*request.mutable_check_in(), "ir_pain");
  const auto lead = tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
  const auto told = tester_.Run(checkins::RecordCheckIn{engines_}, lead, request);
  ASSERT_TRUE(told.ok()) << told.status();
  ASSERT_FALSE(told->escalations().empty());
  EXPECT_EQ(First(Stored(assigned)).hold().caution(), "K3");
  EXPECT_EQ(ReasonOf(TryAssign({One("rr-walkrun")}).status()), v1::ERROR_REASON_CAUTION_FORBIDS);
}

TEST_F(Holds, AReasonSetsACautionAsideAndTheAnswerStillTellsIt) {
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  const auto assigned = TryAssign({SetAside(One("tr-calf"), "K1")});
  ASSERT_TRUE(assigned.ok()) << assigned.status();
  ASSERT_THAT(assigned->check().findings(), SizeIs(1));
  EXPECT_TRUE(assigned->check().findings(0).overridden());
  EXPECT_EQ(First(assigned->enrollment()).overridden(0).author(), "users/anna");
}

TEST_F(Holds, AWarningComesWithTheAnswerAndForbidsNothing) {
  Report(Present("lateral_hip_pain", v1::AREA_HIP));
  const auto assigned = TryAssign({One("st-clam")});
  ASSERT_TRUE(assigned.ok()) << assigned.status();
  ASSERT_THAT(assigned->check().findings(), SizeIs(1));
  EXPECT_EQ(assigned->check().findings(0).effect(), v1::Caution::EFFECT_WARN);
}

TEST_F(Holds, ALaterFindingHoldsTheExerciseInTheSameCommit) {
  const auto assigned = Assign({One("tr-calf"), One("st-clam")});
  const auto check_in = Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  const auto stored = Stored(assigned);
  ASSERT_TRUE(First(stored).has_hold());
  EXPECT_EQ(First(stored).hold().caution(), "K1");
  EXPECT_THAT(First(stored).hold().because(), HasSubstr("Open or infected skin"));
  EXPECT_THAT(First(stored).hold().evidence(), ElementsAre(check_in.name()));
  EXPECT_EQ(InstantOf(First(stored).hold().hold_time()), tester_.now);
  EXPECT_FALSE(stored.prescriptions(0).exercises(1).has_hold());
  // One change of the log: the record, and what it does to the program.
  bool together = false;
  const auto read = tester_.store().Read("riverside", [&](const storage::Reader& reader) {
    const auto last = *reader.LastChange();
    const auto entries = *reader.JournalAfter(last - 1, 1);
    std::set<std::string> names;
    for (const auto& resource : entries.at(0).resources()) names.insert(resource.name());
    together = names.contains(check_in.name()) && names.contains(assigned.name());
    return absl::OkStatus();
  });
  ASSERT_TRUE(read.ok()) << read;
  EXPECT_TRUE(together);
}

TEST_F(Holds, ARaisedFlagHoldsWhatItsCautionForbids) {
  const auto assigned = Assign({One("rr-walkrun"), One("rr-pool-run")});
  auto report = Present("impact_groin", v1::AREA_HIP);
  Also(report, "ir_pain");
  Report(report);
  const auto stored = Stored(assigned);
  EXPECT_EQ(First(stored).hold().caution(), "K3");
  EXPECT_THAT(First(stored).hold().evidence(0), HasSubstr("/escalations/"));
  EXPECT_FALSE(stored.prescriptions(0).exercises(1).has_hold());
}

TEST_F(Holds, TheSameFindingAgainChangesNothing) {
  const auto assigned = Assign({One("tr-calf")});
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  const auto once = Stored(assigned).etag();
  tester_.now += hours{24};
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  EXPECT_EQ(Stored(assigned).etag(), once);
}

TEST_F(Holds, NeitherALaterAbsentAnswerNorAnAmendmentNorARetractionLiftsAHold) {
  const auto assigned = Assign({One("tr-calf")});
  const auto found = Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  tester_.now += hours{24};
  Report(Absent("skin_broken", v1::AREA_LOWER_LEG));
  EXPECT_TRUE(First(Stored(assigned)).has_hold());
  v1::AmendCheckInRequest amend;
  amend.set_name(found.name());
  amend.set_etag(found.etag());
  amend.set_reason("typing error");
  *amend.mutable_check_in() = Absent("skin_broken", v1::AREA_LOWER_LEG);
  ASSERT_TRUE(tester_.Run(checkins::AmendCheckIn{engines_}, anna_, amend).ok());
  EXPECT_TRUE(First(Stored(assigned)).has_hold());
}

TEST_F(Holds, AnAmendmentThatFindsSomethingHolds) {
  const auto assigned = Assign({One("tr-calf")});
  const auto quiet = Report(Absent("skin_broken", v1::AREA_LOWER_LEG));
  v1::AmendCheckInRequest amend;
  amend.set_name(quiet.name());
  amend.set_etag(quiet.etag());
  amend.set_reason("typing error");
  *amend.mutable_check_in() = Present("skin_broken", v1::AREA_LOWER_LEG);
  ASSERT_TRUE(tester_.Run(checkins::AmendCheckIn{engines_}, anna_, amend).ok());
  EXPECT_TRUE(First(Stored(assigned)).has_hold());
}

TEST_F(Holds, WhatWasSetAsideIsNotHeldAgain) {
  const auto assigned = Assign({SetAside(One("tr-calf"), "K1")});
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  EXPECT_FALSE(First(Stored(assigned)).has_hold());
}

TEST_F(Holds, AnEndedProgramIsLeftAlone) {
  const auto assigned = Assign({One("tr-calf")});
  const auto stopped = On<v1::StopEnrollmentRequest>(StopEnrollment{engine_.calendar()}, assigned);
  ASSERT_TRUE(stopped.ok());
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  EXPECT_EQ(Stored(assigned).etag(), stopped->etag());
}

TEST_F(Holds, APausedProgramIsHeldBackToo) {
  const auto paused =
      *On<v1::HoldEnrollmentRequest>(HoldEnrollment{engine_.calendar()}, Assign({One("tr-calf")}));
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  EXPECT_TRUE(First(Stored(paused)).has_hold());
}

TEST_F(Holds, AReleaseWhileTheFindingIsThereSetsTheCautionAside) {
  const auto assigned = Assign({One("tr-calf")});
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  const auto released = Release(Stored(assigned), "tr-calf");
  ASSERT_TRUE(released.ok()) << released.status();
  EXPECT_FALSE(First(*released).has_hold());
  ASSERT_THAT(First(*released).overridden(), SizeIs(1));
  ASSERT_THAT(First(*released).lifted(), SizeIs(1));
  EXPECT_EQ(First(*released).lifted(0).hold().caution(), "K1");
  EXPECT_EQ(First(*released).lifted(0).author(), "users/anna");
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  EXPECT_FALSE(First(Stored(assigned)).has_hold());
  EXPECT_EQ(ReasonOf(Release(Stored(assigned), "tr-calf").status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Holds, AReleaseAfterTheFindingHasGoneLetsItHoldAgain) {
  const auto assigned = Assign({One("tr-calf")});
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  tester_.now += hours{24};
  Report(Absent("skin_broken", v1::AREA_LOWER_LEG));
  const auto released = Release(Stored(assigned), "tr-calf");
  ASSERT_TRUE(released.ok()) << released.status();
  EXPECT_THAT(First(*released).overridden(), IsEmpty());
  tester_.now += hours{24};
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  EXPECT_TRUE(First(Stored(assigned)).has_hold());
}

TEST_F(Holds, EachCautionIsAnsweredForByItself) {
  const auto assigned = Assign({One("tr-calf")});
  auto report = Present("skin_broken", v1::AREA_LOWER_LEG);
  Also(report, "calf_swelling");
  Report(report);
  auto released = *Release(Stored(assigned), "tr-calf");
  EXPECT_EQ(First(released).hold().caution(), "K8");
  released = *Release(released, "tr-calf");
  EXPECT_FALSE(First(released).has_hold());
  EXPECT_THAT(First(released).lifted(), SizeIs(2));
}

TEST_F(Holds, PrescribingDoesNotLiftAHold) {
  const auto assigned = Assign({One("tr-calf"), One("st-clam")});
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  tester_.now += hours{24};
  Report(Absent("skin_broken", v1::AREA_LOWER_LEG));
  const auto changed = On<v1::PrescribeExercisesRequest>(
      PrescribeExercises{engines_}, Stored(assigned), [&](v1::PrescribeExercisesRequest& request) {
        *request.add_exercises() = One("tr-calf");
        request.set_start_date("2025-03-05");
      });
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_TRUE(First(changed->enrollment()).has_hold());
}

TEST_F(Holds, AHeldExerciseTakesNoStepAndTheOthersDo) {
  const auto assigned = Assign({One("tr-calf"), One("st-clam")});
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  const auto step = [&](const char* id) {
    return On<v1::ProgressExerciseRequest>(ProgressExercise{engines_}, Stored(assigned),
                                           [&](v1::ProgressExerciseRequest& request) {
                                             request.set_exercise("exercises/" + std::string(id));
                                             request.set_side(v1::SIDE_LEFT);
                                             request.set_start_date("2025-03-05");
                                           });
  };
  EXPECT_EQ(ReasonOf(step("tr-calf").status()), v1::ERROR_REASON_STATE_FORBIDS);
  const auto other = step("st-clam");
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_TRUE(First(other->enrollment()).has_hold());
}

TEST_F(Holds, APatientSeesThatItIsHeldAndNotWhy) {
  const auto assigned = Assign({One("tr-calf")});
  Report(Present("skin_broken", v1::AREA_LOWER_LEG));
  auto shown = Stored(assigned);
  const std::array roots = {v1::Enrollment::descriptor()};
  KeepForPatient(*Schema::Of(roots), shown);
  ASSERT_TRUE(First(shown).has_hold());
  EXPECT_TRUE(First(shown).hold().has_hold_time());
  EXPECT_EQ(First(shown).hold().caution(), "");
  EXPECT_EQ(First(shown).hold().because(), "");
  EXPECT_THAT(First(shown).hold().evidence(), IsEmpty());
}

}  // namespace
}  // namespace midstance::programs
