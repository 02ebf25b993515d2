#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/programs/fixture.h"

namespace midstance::programs {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class ClinicPrograms : public Programs {
 protected:
  v1::Program Create(const std::vector<v1::PrescribedExercise>& exercises) {
    v1::CreateProgramRequest request;
    auto& program = *request.mutable_program();
    program.set_title("Tight hip flexors, weeks 1-2");
    for (const auto& each : exercises) *program.add_exercises() = each;
    const auto created = tester_.Run(CreateProgram{engine_.exercises()}, anna_, request);
    EXPECT_TRUE(created.ok()) << created.status();
    return created.ok() ? *created : v1::Program();
  }
  v1::Program Begin() {
    return Create({One("tr-iliacus"), One("st-bridge"), One("st-clam"), One("al-pelvic-tilt")});
  }
  template <class Request, class V>
  absl::StatusOr<v1::Program> To(const V& verb, const v1::Program& program) {
    Request request;
    request.set_name(program.name());
    request.set_etag(program.etag());
    return tester_.Run(verb, anna_, request);
  }
  absl::StatusOr<v1::Program> Publish(const v1::Program& program) {
    return To<v1::PublishProgramRequest>(PublishProgram{engine_.exercises()}, program);
  }
  absl::StatusOr<v1::Program> Rename(const v1::Program& program, const std::string& title) {
    v1::UpdateProgramRequest request;
    *request.mutable_program() = program;
    request.mutable_program()->set_title(title);
    request.mutable_update_mask()->add_paths("title");
    return tester_.Run(UpdateProgram{engine_.exercises()}, anna_, request);
  }
  static void ExpectForbidden(const absl::Status& status, const char* state) {
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_STATE_FORBIDS);
    const auto info = ErrorInfoOf(status);
    ASSERT_TRUE(info.has_value());
    EXPECT_EQ(info->metadata().at("state"), state);
  }
  std::vector<std::string> Listed(const std::string& filter) {
    v1::ListExercisesRequest request;
    request.set_filter(filter);
    request.set_page_size(100);
    const auto list =
        tester_.Run(ListExercises{engine_.exercises(), tester_.sealer()}, anna_, request);
    EXPECT_TRUE(list.ok()) << list.status();
    std::vector<std::string> names;
    for (const auto& exercise : list->exercises()) names.push_back(exercise.name().substr(10));
    return names;
  }
};

TEST_F(ClinicPrograms, ADraftIsChangedAndAPublishedOneIsNot) {
  const auto draft = Begin();
  EXPECT_EQ(draft.state(), v1::Program::STATE_DRAFT);
  EXPECT_EQ(draft.revision(), 1);
  const auto renamed = Rename(draft, "Weeks 1-2");
  ASSERT_TRUE(renamed.ok()) << renamed.status();
  const auto published = Publish(*renamed);
  ASSERT_TRUE(published.ok()) << published.status();
  ExpectForbidden(Rename(*published, "Other").status(), "STATE_PUBLISHED");
  ExpectForbidden(Publish(*published).status(), "STATE_PUBLISHED");
}

TEST_F(ClinicPrograms, ARevisionKeepsWhatWasPublished) {
  const auto first = Publish(Begin());
  ASSERT_TRUE(first.ok());
  const auto revised = To<v1::ReviseProgramRequest>(ReviseProgram, *first);
  ASSERT_TRUE(revised.ok()) << revised.status();
  EXPECT_EQ(revised->state(), v1::Program::STATE_DRAFT);
  EXPECT_EQ(revised->revision(), 2);
  ExpectForbidden(To<v1::ReviseProgramRequest>(ReviseProgram, *revised).status(), "STATE_DRAFT");
  const auto renamed = Rename(*revised, "Second");
  const auto second = Publish(*renamed);
  ASSERT_TRUE(second.ok());
  ASSERT_THAT(second->revisions(), SizeIs(2));
  EXPECT_EQ(second->revisions(0).title(), "Tight hip flexors, weeks 1-2");
  EXPECT_EQ(second->revisions(1).title(), "Second");
  EXPECT_EQ(second->revisions(1).publisher(), "users/anna");
  EXPECT_THAT(second->revisions(0).exercises(), SizeIs(4));
}

TEST_F(ClinicPrograms, ARetiredOneIsRetiredForGood) {
  const auto retired = To<v1::RetireProgramRequest>(RetireProgram, *Publish(Begin()));
  ASSERT_TRUE(retired.ok()) << retired.status();
  ExpectForbidden(To<v1::RetireProgramRequest>(RetireProgram, *retired).status(), "STATE_RETIRED");
  ExpectForbidden(To<v1::ReviseProgramRequest>(ReviseProgram, *retired).status(), "STATE_RETIRED");
  ExpectForbidden(Publish(*retired).status(), "STATE_RETIRED");
}

TEST_F(ClinicPrograms, ExercisesThatForbidEachOtherAreNotPublished) {
  const auto draft = Create({One("tr-iliacus"), One("mo-half-kneel")});
  const auto refused = Publish(draft).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_CAUTION_FORBIDS);
  EXPECT_EQ(ErrorInfoOf(refused)->metadata().at("caution"), "K2");
  EXPECT_EQ(ErrorInfoOf(refused)->metadata().at("finding"), "tr-iliacus");
}

TEST_F(ClinicPrograms, AnUnknownExerciseAndADoseOfTwoKindsAreRefusedTogether) {
  v1::CreateProgramRequest request;
  request.mutable_program()->set_title("Wrong");
  *request.mutable_program()->add_exercises() = One("none");
  auto& dose = *request.mutable_program()->add_exercises();
  dose = One("st-clam");
  dose.mutable_dose()->set_reps(3);
  const auto refused = tester_.Run(CreateProgram{engine_.exercises()}, anna_, request).status();
  ASSERT_EQ(ReasonOf(refused), v1::ERROR_REASON_FIELD_INVALID);
  const auto bad = BadRequestOf(refused);
  ASSERT_EQ(bad->field_violations_size(), 2);
  EXPECT_EQ(bad->field_violations(0).field(), "program.exercises[0].exercise");
  EXPECT_EQ(bad->field_violations(1).field(), "program.exercises[1].dose");
}

TEST_F(ClinicPrograms, TheListIsByTitle) {
  Rename(Begin(), "beta").IgnoreError();
  Rename(Begin(), "Alpha").IgnoreError();
  const auto list = tester_.Run(ListPrograms{tester_.sealer()}, anna_, v1::ListProgramsRequest());
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_THAT(list->programs(), SizeIs(2));
  EXPECT_EQ(list->programs(0).title(), "Alpha");
}

TEST_F(ClinicPrograms, TheLibraryIsListedPageByPageWithItsCautions) {
  v1::ListExercisesRequest request;
  request.set_page_size(40);
  const ListExercises verb{engine_.exercises(), tester_.sealer()};
  const auto first = tester_.Run(verb, anna_, request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->exercises(), SizeIs(40));
  EXPECT_THAT(first->cautions().cautions(), SizeIs(10));
  request.set_page_token(first->next_page_token());
  const auto second = tester_.Run(verb, anna_, request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(second->exercises(), SizeIs(16));
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(ClinicPrograms, TheLibraryIsFilteredByMuscleKindAndCaution) {
  EXPECT_THAT(Listed("muscle = piriformis AND kind = MOBILITY"), ElementsAre("mo-piriformis"));
  EXPECT_THAT(Listed("caution = K10"), ElementsAre("al-cadence", "rr-walkrun", "rr-strides"));
  EXPECT_THAT(Listed("tag = hop"), ElementsAre("rr-hop-prep"));
  EXPECT_THAT(Listed("title = \"clam\""), ElementsAre("st-clam"));
  EXPECT_THAT(Listed(""), SizeIs(56));
}

TEST_F(ClinicPrograms, OneExerciseIsFoundByName) {
  v1::GetExerciseRequest request;
  request.set_name("exercises/tr-iliacus");
  const GetExercise verb{engine_.exercises()};
  EXPECT_EQ(tester_.Run(verb, anna_, request)->title(), "Iliacus release");
  request.set_name("exercises/none");
  EXPECT_EQ(ReasonOf(tester_.Run(verb, anna_, request).status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(ClinicPrograms, OnlyAPublishedOneIsAssignedAndItsRevisionIsKept) {
  auto request = ToAssign({});
  const auto draft = Begin();
  request.set_program(draft.name());
  const AssignProgram verb{engines_};
  ExpectForbidden(tester_.Run(verb, anna_, request).status(), "STATE_DRAFT");
  ASSERT_TRUE(Publish(draft).ok());
  const auto assigned = tester_.Run(verb, anna_, request);
  ASSERT_TRUE(assigned.ok()) << assigned.status();
  const auto& enrollment = assigned->enrollment();
  EXPECT_EQ(enrollment.program(), draft.name());
  EXPECT_EQ(enrollment.program_revision(), 1);
  EXPECT_EQ(enrollment.state(), v1::Enrollment::STATE_ACTIVE);
  ASSERT_THAT(enrollment.prescriptions(), SizeIs(1));
  EXPECT_THAT(enrollment.prescriptions(0).exercises(), SizeIs(4));
  EXPECT_EQ(enrollment.prescriptions(0).dose_anew_date(), "2025-03-15");
  EXPECT_THAT(assigned->check().advice(), SizeIs(0));
}

}  // namespace
}  // namespace midstance::programs
