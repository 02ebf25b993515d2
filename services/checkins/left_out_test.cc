#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "services/checkins/upload_testing.h"

namespace midstance::checkins {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using v1::CheckInResult;
using namespace std::chrono_literals;

// A patient whose program changed since she was asked: on the day of the test's clock it has the
// bridge on the left side and nothing else.
class LeftOut : public CheckIns {
 protected:
  LeftOut() {
    v1::Enrollment enrollment;
    enrollment.set_name(std::string(kCase) + "/enrollments/e");
    enrollment.set_state(v1::Enrollment::STATE_ACTIVE);
    enrollment.set_start_date("2025-03-01");
    auto& prescription = *enrollment.add_prescriptions();
    prescription.set_start_date("2025-03-01");
    auto& bridge = *prescription.add_exercises();
    bridge.set_exercise("exercises/bridge");
    bridge.set_side(v1::SIDE_LEFT);
    bridge.mutable_dose()->set_per_day(1);
    tester_.Put(enrollment);
    for (const auto& [id, side] :
         {std::pair("plank", v1::SIDE_UNSPECIFIED), std::pair("bridge", v1::SIDE_LEFT),
          std::pair("bridge", v1::SIDE_RIGHT)}) {
      auto& report = *told_.mutable_check_in()->add_exercises();
      report.set_exercise(std::string("exercises/") + id);
      report.set_side(side);
      report.set_done(v1::DONE_FULL);
    }
  }

  static std::vector<std::string> NamesOf(
      const google::protobuf::RepeatedPtrField<v1::ExerciseReport>& reports) {
    std::vector<std::string> names;
    for (const auto& one : reports) {
      names.push_back(one.exercise() + (one.side() == v1::SIDE_RIGHT ? " right" : ""));
    }
    return names;
  }
  static void ExpectLeftOut(const v1::CheckIn& check_in) {
    EXPECT_THAT(NamesOf(check_in.exercises()), ElementsAre("exercises/bridge"));
    EXPECT_THAT(NamesOf(check_in.left_out_exercises()),
                ElementsAre("exercises/plank", "exercises/bridge right"));
  }
  v1::RecordCheckInResponse Told(const v1::RecordCheckInRequest& request) {
    const auto recorded = tester_.Run(RecordCheckIn{engines_}, link_, request);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    return recorded.value_or(v1::RecordCheckInResponse());
  }

  v1::RecordCheckInRequest told_ = Hot();
};

TEST_F(LeftOut, AnExerciseThatIsNotPrescribedHoldsUpNoAnswer) {
  const auto answer = Told(told_);
  ExpectLeftOut(answer.check_in());
  ExpectLeftOut(Stored(answer.check_in()));
  EXPECT_THAT(answer.escalations(), Not(IsEmpty())) << "a hot joint is what it always was";
}

TEST_F(LeftOut, ADayBeforeTheProgramAndAnExerciseAloneAreTakenToo) {
  told_.mutable_check_in()->clear_reports();
  const auto answer = Told(Observed(told_, tester_.now - 3 * kDay));
  EXPECT_THAT(answer.check_in().exercises(), IsEmpty());
  EXPECT_THAT(answer.check_in().left_out_exercises(), SizeIs(3));
}

TEST_F(LeftOut, StaffAreToldInsteadWhichItIs) {
  const auto refused = tester_.Run(RecordCheckIn{engines_}, anna_, told_);
  const auto fields = BadRequestOf(refused.status());
  ASSERT_TRUE(fields.has_value()) << refused.status();
  ASSERT_THAT(fields->field_violations(), SizeIs(2));
  EXPECT_EQ(fields->field_violations(0).field(), "check_in.exercises[0].exercise");
  EXPECT_EQ(fields->field_violations(1).field(), "check_in.exercises[2].side");
}

TEST_F(LeftOut, AnUploadIsTheSameRecordHoweverOftenItIsSentAndWhatever) {
  const Kept kept = Keep(told_, tester_.now - 1h, 1);
  const auto upload = [&] {
    const auto answer =
        tester_.Run(BatchRecordCheckIns{engines_, RecordSchema()}, link_, BatchOf({kept}));
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.value_or(v1::BatchRecordCheckInsResponse()).results(0);
  };
  const auto first = upload();
  EXPECT_EQ(first.outcome(), CheckInResult::OUTCOME_RECORDED);
  ExpectLeftOut(first.check_in());
  EXPECT_EQ(upload().outcome(), CheckInResult::OUTCOME_ALREADY_RECORDED);
  auto single = Observed(told_, tester_.now - 1h);
  single.set_request_id(kept.request_id);
  const auto again = Told(single).check_in();
  EXPECT_EQ(again.name(), first.check_in().name());
  ExpectLeftOut(again);
  single.mutable_check_in()->mutable_exercises(0)->set_done(v1::DONE_PART);
  EXPECT_EQ(ReasonOf(tester_.Run(RecordCheckIn{engines_}, link_, single).status()),
            v1::ERROR_REASON_REQUEST_ID_REUSED)
      << "what was left out is content all the same";
}

TEST_F(LeftOut, WhoChangesTodaysAnswersIsNotHeldUpEither) {
  const auto first = Told(Hot()).check_in();
  v1::AmendCheckInRequest request;
  request.set_name(first.name());
  request.set_etag(first.etag());
  *request.mutable_check_in() = told_.check_in();
  const auto amended = tester_.Run(AmendCheckIn{engines_}, link_, request);
  ASSERT_TRUE(amended.ok()) << amended.status();
  ExpectLeftOut(amended->check_in());
}

}  // namespace
}  // namespace midstance::checkins
