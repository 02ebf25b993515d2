// The forms that were worked out by hand, sent through the verbs.

#include "services/measures/score_vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/outcome_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/followups/schedule_table.h"
#include "services/measures/shape.h"
#include "services/outcomes/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::outcomes {
namespace {

using measures::RejectVector;
using measures::ScoreVector;

constexpr char kCaseOfVectors[] = "patients/p/cases/c";

template <class Vector>
class RecordedVector : public ::testing::TestWithParam<Vector> {
 protected:
  RecordedVector() {
    v1::Patient patient;
    patient.set_name("patients/p");
    patient.add_care_team(anna_.name);
    tester_.Put(patient);
    v1::Case of;
    of.set_name(kCaseOfVectors);
    of.set_state(v1::Case::STATE_OPEN);
    tester_.Put(of);
  }
  absl::StatusOr<v1::OutcomeScore> Record(const Vector& vector) {
    const auto& measure = *library_.Find(std::string("measures/") + vector.measure);
    v1::RecordOutcomeScoreRequest request;
    request.set_parent(kCaseOfVectors);
    auto& record = *request.mutable_outcome_score();
    record.set_measure(measure.name());
    record.set_variant(vector.variant);
    if (measure.side_rule() == v1::Measure::SIDE_RULE_REQUIRED) record.set_side(v1::SIDE_LEFT);
    if (!measure.periods().empty()) record.set_period(measure.periods(0));
    *record.mutable_answers() = measures::AnswersOf(vector.form, measure.subscales(0).self_named());
    return tester_.Run(RecordOutcomeScore{library_, follow_ups_}, anna_, request);
  }

  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  const config::v1::FollowUpSchedule schedule_ = *followups::ShippedSchedule();
  const followups::Fulfiller follow_ups_{calendar_, schedule_};
  const measures::Library library_ = *measures::Shipped();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
};

template <class Vector>
std::string IdOfVector(const ::testing::TestParamInfo<Vector>& info) {
  return info.param.id;
}

using RecordedScoreVector = RecordedVector<ScoreVector>;

TEST_P(RecordedScoreVector, IsKeptWithItsScore) {
  const auto recorded = Record(GetParam());
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  const auto kept = tester_.Find<v1::OutcomeScore>(recorded->name());
  ASSERT_TRUE(kept.ok()) << kept.status();
  for (const auto& expected : GetParam().expected) {
    int found = 0;
    for (const auto& score : kept->scores()) {
      if (score.subscale() != expected.subscale) continue;
      ++found;
      EXPECT_EQ(score.has_score(), expected.score.has_value()) << expected.subscale;
      if (expected.score.has_value()) {
        EXPECT_DOUBLE_EQ(score.score(), *expected.score);
      }
      EXPECT_EQ(score.band(), expected.band);
    }
    EXPECT_EQ(found, 1) << expected.subscale;
  }
}

INSTANTIATE_TEST_SUITE_P(Vectors, RecordedScoreVector,
                         ::testing::ValuesIn(measures::ScoreVectors()), IdOfVector<ScoreVector>);

using RecordedRejectVector = RecordedVector<RejectVector>;

TEST_P(RecordedRejectVector, IsRefusedAtItsItem) {
  const auto refused = Record(GetParam()).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_FIELD_INVALID) << refused;
  const auto fields = BadRequestOf(refused);
  ASSERT_TRUE(fields.has_value());
  ASSERT_EQ(fields->field_violations_size(), 1);
  EXPECT_EQ(fields->field_violations(0).field(), std::string("outcome_score.") + GetParam().path);
}

INSTANTIATE_TEST_SUITE_P(Vectors, RecordedRejectVector,
                         ::testing::ValuesIn(measures::RejectVectors()), IdOfVector<RejectVector>);

}  // namespace
}  // namespace midstance::outcomes
