// What was worked out by hand from published formulas, sent through the API.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/outcome_service.pb.h"
#include "midstance/v1/running_service.pb.h"
#include "services/measures/score_vectors.h"
#include "services/rpc/calendar.h"
#include "tests/api/builders.h"
#include "tests/api/errors.h"

namespace midstance::testing {
namespace {

using measures::FilledScale;
using std::chrono::days;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class VectorsThroughTheApi : public ::testing::Test {
 protected:
  v1::RecordOutcomeScoreRequest Form(std::string_view measure, std::string_view variant,
                                     const std::vector<FilledScale>& form) {
    v1::GetMeasureRequest get;
    get.set_name("measures/" + std::string(measure));
    const auto read = clinic_.Must<v1::Measure>(lena_, "OutcomeService/GetMeasure", get);
    v1::RecordOutcomeScoreRequest request;
    request.set_parent(case_);
    auto& score = *request.mutable_outcome_score();
    score.set_measure(read.name());
    score.set_variant(std::string(variant));
    if (read.side_rule() == v1::Measure::SIDE_RULE_REQUIRED) score.set_side(v1::SIDE_LEFT);
    if (!read.periods().empty()) score.set_period(read.periods(0));
    *score.mutable_answers() = measures::AnswersOf(form, read.subscales(0).self_named());
    return request;
  }

  v1::OutcomeScore Record(const v1::RecordOutcomeScoreRequest& request) {
    clinic_.clock().MoveTo(clinic_.clock().Now() + days{1});
    return clinic_.Must<v1::OutcomeScore>(lena_, "OutcomeService/RecordOutcomeScore", request);
  }

  // The one trend of a measure whose forms are recorded one after the other.
  v1::ScoreChange Change(std::string_view measure, const char* first, const char* second) {
    for (const char* answers : {first, second}) Record(Form(measure, "", {{"total", answers}}));
    v1::CompareOutcomeScoresRequest request;
    request.set_name(case_);
    request.set_measure("measures/" + std::string(measure));
    const auto compared = clinic_.Must<v1::CompareOutcomeScoresResponse>(
        lena_, "OutcomeService/CompareOutcomeScores", request);
    for (const auto& trend : compared.trends()) {
      if (trend.item().empty()) return trend.since_baseline();
    }
    ADD_FAILURE() << measure << " has no trend";
    return {};
  }

  void Run(int day, double distance_km) {
    clinic_.clock().MoveTo(start_ + days{day});
    v1::RecordCheckInRequest request;
    request.set_parent(case_);
    auto& run = *request.mutable_check_in()->mutable_run();
    run.set_done(v1::DONE_FULL);
    run.set_distance_km(distance_km);
    clinic_.Must<v1::RecordCheckInResponse>(lena_, "CheckInService/RecordCheckIn", request);
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const std::string case_ = clinic_.ARunner(lena_);
  const Instant start_ = clinic_.clock().Now();
};

TEST_F(VectorsThroughTheApi, EveryFormHasTheScoreThatWasWorkedOutByHand) {
  for (const auto& vector : measures::ScoreVectors()) {
    SCOPED_TRACE(vector.id);
    const auto recorded = Record(Form(vector.measure, vector.variant, vector.form));
    v1::GetOutcomeScoreRequest get;
    get.set_name(recorded.name());
    const auto read = clinic_.Must<v1::OutcomeScore>(lena_, "OutcomeService/GetOutcomeScore", get);
    for (const auto& expected : vector.expected) {
      int found = 0;
      for (const auto& score : read.scores()) {
        if (score.subscale() != expected.subscale) continue;
        ++found;
        EXPECT_EQ(score.has_score(), expected.score.has_value());
        EXPECT_DOUBLE_EQ(score.score(), expected.score.value_or(0));
        EXPECT_EQ(score.band(), expected.band);
      }
      EXPECT_EQ(found, 1) << expected.subscale;
    }
  }
}

TEST_F(VectorsThroughTheApi, EveryFormThatIsWrongIsRefusedAtItsItem) {
  for (const auto& vector : measures::RejectVectors()) {
    SCOPED_TRACE(vector.id);
    const auto refused = clinic_.Try(lena_, "OutcomeService/RecordOutcomeScore",
                                     Form(vector.measure, vector.variant, vector.form));
    EXPECT_TRUE(Refused(refused, v1::ERROR_REASON_FIELD_INVALID));
    EXPECT_THAT(refused.paths(), ElementsAre(std::string("outcome_score.") + vector.path));
  }
}

TEST_F(VectorsThroughTheApi, ChangesAreJudgedAgainstTheErrorAndWhatMatters) {
  const auto reached = [](const v1::ScoreChange& change, v1::Measure::Threshold::Kind kind) {
    for (const auto& applied : change.thresholds()) {
      if (applied.threshold().kind() == kind) return applied.reached();
    }
    ADD_FAILURE() << "no threshold of kind " << kind;
    return false;
  };
  const auto psfs = Change("psfs", "2,5,6", "6,8,7");
  EXPECT_DOUBLE_EQ(psfs.change(), 2.67);
  EXPECT_TRUE(reached(psfs, v1::Measure::Threshold::KIND_MDC));
  const auto lefs = Change("lefs", "3,3,3,3,3,3,3,3,3,3,3,3,2,2,2,2,2,1,1,1",
                           "3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3");
  EXPECT_DOUBLE_EQ(lefs.change(), 11);
  EXPECT_TRUE(reached(lefs, v1::Measure::Threshold::KIND_MDC));
  EXPECT_TRUE(reached(lefs, v1::Measure::Threshold::KIND_MCID));
  const auto uwri = Change("uwri", "3,2,2,2,3,1,1,2,2", "3,3,3,3,3,3,3,2,2");
  EXPECT_DOUBLE_EQ(uwri.change(), 7);
  EXPECT_TRUE(reached(uwri, v1::Measure::Threshold::KIND_MINIMAL));
  EXPECT_FALSE(reached(uwri, v1::Measure::Threshold::KIND_MCID));
}

TEST_F(VectorsThroughTheApi, LefsTellsItsPercentToo) {
  const auto recorded =
      Record(Form("lefs", "", {{"total", "3,3,3,3,3,3,3,3,3,3,3,3,2,2,2,2,2,1,1,1"}}));
  ASSERT_THAT(recorded.scores(), SizeIs(1));
  EXPECT_DOUBLE_EQ(recorded.scores(0).percent(), 61.25);
}

TEST_F(VectorsThroughTheApi, ARunIsASpikeAboveATenthMoreThanTheLongestOfThirtyDays) {
  Run(0, 12);
  clinic_.clock().MoveTo(start_ + days{3});
  const std::vector<std::pair<double, v1::RunSpike>> runs = {{15, v1::RUN_SPIKE_SMALL},
                                                             {13.2, v1::RUN_SPIKE_NONE},
                                                             {24, v1::RUN_SPIKE_SMALL},
                                                             {24.1, v1::RUN_SPIKE_LARGE}};
  for (const auto& [distance_km, spike] : runs) {
    SCOPED_TRACE(distance_km);
    v1::CheckRunRequest request;
    request.set_parent(case_);
    request.set_distance_km(distance_km);
    const auto checked =
        clinic_.Must<v1::CheckRunResponse>(lena_, "RunningService/CheckRun", request);
    EXPECT_EQ(checked.spike(), spike);
    EXPECT_DOUBLE_EQ(checked.longest_km(), 12);
    EXPECT_EQ(checked.warnings_size(), spike == v1::RUN_SPIKE_NONE ? 0 : 1);
  }
}

TEST_F(VectorsThroughTheApi, WeeksOf20And22And18And24KmAreARatioOf1Point2AndNoWarning) {
  // Monday of the week after the clinic's first day.
  const auto today = DayOf(start_);
  const int monday =
      7 - static_cast<int>((std::chrono::weekday(today) - std::chrono::Monday).count());
  const double weeks[] = {20, 22, 18, 24};
  for (int week = 0; week < 4; ++week) {
    // Four runs of one length each week: the last week's are 9% longer than the longest before.
    for (int run = 0; run < 4; ++run) Run(monday + 7 * week + run, weeks[week] / 4);
  }
  clinic_.clock().MoveTo(start_ + days{monday + 28});
  v1::GetRunningLoadRequest request;
  request.set_parent(case_);
  const auto load =
      clinic_.Must<v1::GetRunningLoadResponse>(lena_, "RunningService/GetRunningLoad", request);
  ASSERT_THAT(load.weeks(), SizeIs(5));
  EXPECT_DOUBLE_EQ(load.weeks(3).distance_km(), 24);
  EXPECT_NEAR(load.weeks(3).uncoupled_ratio(), 1.20, 1e-9);
  EXPECT_THAT(load.warnings(), SizeIs(0));
}

}  // namespace
}  // namespace midstance::testing
